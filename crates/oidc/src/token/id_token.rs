//! ID tokens (OpenID Connect Core 1.0 section 2).

use avouch_model::users::UserInfo;
use avouch_store::applications::Client;
use serde_json::{Map, Value};

use crate::claims::{self, Place};
use crate::clients::knows_sessions;
use crate::{Issuer, OidcError, Provider};

/// Lifetime unless the application has another, in seconds.
const LIFETIME: i64 = 3600;

/// What an ID token says beside who the user is.
#[derive(Debug, Default)]
pub(crate) struct IdToken<'a> {
    pub(crate) scope: &'a str,
    pub(crate) nonce: Option<&'a str>,
    /// When the user signed in, in seconds; only where the client asked.
    pub(crate) auth_time: Option<i64>,
    pub(crate) sid: Option<&'a str>,
}

impl Provider {
    /// Signs an ID token for a client.
    pub(crate) async fn id_token(
        &self,
        issuer: &Issuer,
        client: &Client,
        user: &UserInfo,
        token: IdToken<'_>,
    ) -> Result<String, OidcError> {
        let application = &client.application;
        let lifetime = application.custom_client_metadata.id_token_ttl.as_ref().map_or(LIFETIME, |ttl| ttl.get());
        let now = issuer.tenant.now().seconds();
        let mut claims: Map<String, Value> = Map::new();
        claims.insert("sub".to_owned(), user.id.as_str().into());
        let keys = self.keys(&issuer.tenant).await?;
        let place = Place::IdToken(keys.id_token_claims());
        claims.extend(claims::of_user(&issuer.tenant, user, token.scope, place).await?);
        for (name, value) in [
            ("nonce", token.nonce.map(Value::from)),
            ("auth_time", token.auth_time.map(Value::from)),
            ("sid", token.sid.filter(|_| knows_sessions(client)).map(Value::from)),
            ("aud", Some(application.id.as_str().into())),
            ("exp", Some(now.saturating_add(lifetime).into())),
            ("iat", Some(now.into())),
            ("iss", Some(issuer.url().into())),
        ] {
            if let Some(value) = value {
                claims.insert(name.to_owned(), value);
            }
        }
        self.sign_claims(issuer, "JWT", Value::Object(claims)).await
    }
}
