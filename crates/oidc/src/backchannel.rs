//! Sign-out told to clients behind the user's back (OpenID Connect Back-Channel Logout 1.0).

use avouch_crypto::{Alphabet, random_text};
use avouch_outbound::Request;
use avouch_store::applications::Client;
use serde_json::{Map, Value, json};

use crate::clients::knows_sessions;
use crate::records::Session;
use crate::{Issuer, OidcError, Provider};

/// How long a logout token can be used, in seconds.
const LIFETIME: i64 = 120;

/// What a client is told, and where.
#[derive(Debug)]
pub(crate) struct Delivery {
    client: String,
    url: String,
    token: String,
}

impl Provider {
    /// What clients of a session are to be told once it is over. A token that cannot be made is left out: a sign-out
    /// is not held up by it.
    pub(crate) async fn farewells(&self, issuer: &Issuer, session: &Session) -> Vec<Delivery> {
        let mut deliveries = Vec::new();
        for (id, authorization) in &session.authorizations {
            match self.farewell(issuer, session, id, authorization.sid.as_deref()).await {
                Ok(delivery) => deliveries.extend(delivery),
                Err(error) => tracing::warn!(client = id, %error, "a client cannot be told of a sign-out"),
            }
        }
        deliveries
    }

    async fn farewell(
        &self,
        issuer: &Issuer,
        session: &Session,
        id: &str,
        sid: Option<&str>,
    ) -> Result<Option<Delivery>, OidcError> {
        let Some(client) = self.client(issuer, id).await? else { return Ok(None) };
        let metadata = &client.application.oidc_client_metadata;
        let Some(url) = metadata.backchannel_logout_uri.as_deref() else { return Ok(None) };
        let claims = claims(issuer, session, &client, sid);
        let token = self.sign_claims(issuer, "logout+jwt", claims).await?;
        Ok(Some(Delivery { client: id.to_owned(), url: url.to_owned(), token }))
    }

    /// Tells clients, all at once. Nobody waits for it, and what fails is only logged.
    pub(crate) fn deliver(&self, deliveries: Vec<Delivery>) {
        for Delivery { client, url, token } in deliveries {
            let outbound = self.outbound.clone();
            tokio::spawn(async move {
                let form = form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", &token).finish();
                let request = Request::post(url).body("application/x-www-form-urlencoded", form);
                match outbound.send(request).await {
                    Ok(answer) if answer.status.is_success() => tracing::debug!(client, "told of a sign-out"),
                    Ok(answer) => {
                        tracing::warn!(
                            client,
                            status = answer.status.as_u16(),
                            "a client refused to be told of a sign-out"
                        );
                    }
                    Err(error) => tracing::warn!(client, %error, "a client could not be told of a sign-out"),
                }
            });
        }
    }
}

/// What a logout token says (section 2.4). It has no nonce, so that it is never taken for an ID token.
fn claims(issuer: &Issuer, session: &Session, client: &Client, sid: Option<&str>) -> Map<String, Value> {
    let application = &client.application;
    let now = issuer.tenant.now().seconds();
    let mut claims = Map::new();
    for (name, value) in [
        ("iss", Some(issuer.url().into())),
        ("aud", Some(application.id.as_str().into())),
        ("sub", session.account_id.as_deref().map(Value::from)),
        ("iat", Some(now.into())),
        ("exp", Some((now + LIFETIME).into())),
        ("jti", Some(random_text(Alphabet::UrlSafe, 21).into())),
        ("events", Some(json!({ "http://schemas.openid.net/event/backchannel-logout": {} }))),
        ("sid", sid.filter(|_| knows_sessions(client)).map(Value::from)),
    ] {
        if let Some(value) = value {
            claims.insert(name.to_owned(), value);
        }
    }
    claims
}
