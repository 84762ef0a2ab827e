//! Sign-out that a client starts (OpenID Connect RP-Initiated Logout 1.0).

use avouch_store::oidc_model_instances as stored;
use serde_json::Value;
use url::Url;

use super::{Answer, Visit, interaction, redirect_uri};
use crate::cookies;
use crate::records::{Logout, Record as _, Session, new_token};
use crate::{OidcError, Provider};

impl Provider {
    /// A client sends the browser to sign out; the confirmation comes by a form that posts itself.
    pub async fn end_session(&self, visit: &Visit<'_>) -> Answer {
        match self.start_logout(visit).await {
            Ok(answer) => answer,
            Err(error) => error.into(),
        }
    }

    async fn start_logout(&self, visit: &Visit<'_>) -> Result<Answer, OidcError> {
        visit.params.check()?;
        let tenant = &visit.issuer.tenant;
        let client = match visit.params.get("id_token_hint") {
            Some(hint) => {
                self.hinted_subject(visit, hint).await?;
                audience(hint)
            }
            None => visit.params.get("client_id").map(ToOwned::to_owned),
        };
        let mut to = visit.params.get("post_logout_redirect_uri").map(ToOwned::to_owned);
        match &client {
            Some(id) => {
                let found = self.known_client(visit.issuer, id).await?;
                if to.as_deref().is_some_and(|to| !redirect_uri::is_post_logout(&found, to)) {
                    return Err(OidcError::invalid_request("post_logout_redirect_uri not registered"));
                }
            }
            // Nobody vouches for the address.
            None => to = None,
        }
        let keys = self.keys(tenant).await?;
        let now = tenant.now().seconds();
        let mut session = self.session(visit, &keys).await?.unwrap_or_else(|| Session::new(now));
        let secret = new_token();
        session.state = Some(Logout {
            secret: secret.clone(),
            client_id: client,
            post_logout_redirect_uri: to,
            state: visit.params.get("state").map(ToOwned::to_owned),
        });
        let tx = tenant.begin().await?;
        session.put(&tx).await?;
        tx.commit().await?;
        Ok(Answer::Form {
            status: 200,
            action: format!("{}/session/end/confirm", visit.issuer.url()),
            fields: vec![("xsrf", secret), ("logout", "yes".to_owned())],
            cookies: interaction::session_cookies(visit, &keys, &session),
        })
    }

    /// The confirmation: the session ends, with every grant that does not outlive it.
    pub async fn confirm_logout(&self, visit: &Visit<'_>) -> Answer {
        match self.finish_logout(visit).await {
            Ok(answer) => answer,
            Err(error) => error.into(),
        }
    }

    async fn finish_logout(&self, visit: &Visit<'_>) -> Result<Answer, OidcError> {
        let tenant = &visit.issuer.tenant;
        let keys = self.keys(tenant).await?;
        let gone = || OidcError::invalid_request("could not find logout details");
        let session = self.session(visit, &keys).await?.ok_or_else(gone)?;
        let logout = session.state.clone().ok_or_else(gone)?;
        if visit.params.get("xsrf") != Some(logout.secret.as_str()) {
            return Err(OidcError::invalid_request("xsrf token invalid"));
        }
        let tx = tenant.begin().await?;
        for authorization in session.authorizations.values() {
            if let Some(grant) =
                authorization.grant_id.as_deref().filter(|_| authorization.persists_logout != Some(true))
            {
                stored::revoke_grant(&tx, grant).await?;
            }
        }
        session.delete(&tx).await?;
        tx.commit().await?;
        let location = match logout.post_logout_redirect_uri.as_deref().map(Url::parse) {
            Some(Ok(mut to)) => {
                if let Some(state) = &logout.state {
                    to.query_pairs_mut().append_pair("state", state);
                }
                to.to_string()
            }
            Some(Err(_)) | None => format!("{}/session/end/success", visit.issuer.url()),
        };
        Ok(Answer::Redirect { location, cookies: cookies::clear("_session", "/", visit.is_secure()) })
    }
}

/// The client that an ID token was for.
fn audience(hint: &str) -> Option<String> {
    let (_, claims) = avouch_crypto::jose::peek(hint).ok()?;
    match claims.get("aud")? {
        Value::String(one) => Some(one.clone()),
        Value::Array(several) => several.first()?.as_str().map(ToOwned::to_owned),
        _ => None,
    }
}
