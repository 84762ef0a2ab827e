//! Sign-out that a client starts (OpenID Connect RP-Initiated Logout 1.0).

use avouch_crypto::Secret;
use avouch_store::applications::Client;
use avouch_store::{oidc_model_instances as stored, oidc_session_extensions};
use serde_json::Value;
use url::Url;

use super::{Answer, Visit, interaction, redirect_uri};
use crate::audit::Revoked;
use crate::cookies;
use crate::keys::KeySet;
use crate::records::{Logout, Record as _, Session, new_id, new_token};
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
                let told = audience(hint);
                if visit.params.get("client_id").is_some_and(|id| Some(id) != told.as_deref()) {
                    return Err(OidcError::invalid_request("client_id does not match the provided id_token_hint"));
                }
                self.hinted_subject(visit, hint).await?;
                told
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
        let session = self.session(visit, &keys).await?.unwrap_or_else(|| Session::new(tenant.now().seconds()));
        let logout = Logout {
            secret: new_token(),
            client_id: client,
            post_logout_redirect_uri: to,
            state: visit.params.get("state").map(ToOwned::to_owned),
        };
        ask(visit, &keys, session, logout).await
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
        let secret = Secret::new(logout.secret.clone());
        if !visit.params.get("xsrf").is_some_and(|presented| secret.matches(presented)) {
            return Err(OidcError::invalid_request("xsrf token invalid"));
        }
        // Without the user's word only the client that asked is signed out of.
        let whole = visit.params.get("logout").is_some() || logout.client_id.is_none();
        let mut ending = session.clone();
        ending.authorizations.retain(|client, _| whole || Some(client) == logout.client_id.as_ref());
        let farewells = self.farewells(visit.issuer, &ending).await;
        let tx = tenant.begin().await?;
        let mut revoked = Vec::new();
        for (client, authorization) in &ending.authorizations {
            if let Some(grant) =
                authorization.grant_id.as_deref().filter(|_| authorization.persists_logout != Some(true))
            {
                let kinds = stored::revoke_grant(&tx, grant).await?;
                let user = session.account_id.clone().unwrap_or_default();
                revoked.push(Revoked { grant: grant.to_owned(), user, client: client.clone(), kinds });
            }
        }
        session.delete(&tx).await?;
        let remaining = (!whole).then(|| remaining(&session, &ending));
        match &remaining {
            Some(remaining) => remaining.put(&tx).await?,
            None => oidc_session_extensions::delete(&tx, &session.uid).await?,
        }
        tx.commit().await?;
        self.deliver(farewells);
        for grant in revoked {
            grant.write(tenant, visit.caller).await?;
        }
        let location = match logout.post_logout_redirect_uri.as_deref().map(Url::parse) {
            Some(Ok(mut to)) => {
                if let Some(state) = &logout.state {
                    to.query_pairs_mut().append_pair("state", state);
                }
                to.to_string()
            }
            Some(Err(_)) | None => format!("{}/session/end/success", visit.issuer.url()),
        };
        let cookies = match &remaining {
            Some(remaining) => interaction::session_cookies(visit, &keys, remaining),
            None => cookies::clear("_session", "/", visit.is_secure()),
        };
        Ok(Answer::Redirect { location, cookies })
    }
}

/// What is left of a session without some of its clients, under a new identifier.
fn remaining(session: &Session, ended: &Session) -> Session {
    let mut remaining = Session { jti: new_id(), state: None, ..session.clone() };
    remaining.authorizations.retain(|client, _| !ended.authorizations.contains_key(client));
    remaining
}

/// Signs out whoever is signed in, and sends the browser back to where someone else was about to be signed in.
pub(super) async fn before(
    visit: &Visit<'_>,
    keys: &KeySet,
    session: &Session,
    client: &Client,
    back: &str,
) -> Result<Answer, OidcError> {
    let logout = Logout {
        secret: new_token(),
        client_id: Some(client.application.id.to_string()),
        post_logout_redirect_uri: Some(back.to_owned()),
        state: None,
    };
    ask(visit, keys, session.clone(), logout).await
}

/// Lets the browser confirm a sign-out by a form that posts itself.
async fn ask(visit: &Visit<'_>, keys: &KeySet, mut session: Session, logout: Logout) -> Result<Answer, OidcError> {
    let secret = logout.secret.clone();
    session.state = Some(logout);
    let tx = visit.issuer.tenant.begin().await?;
    session.put(&tx).await?;
    tx.commit().await?;
    Ok(Answer::Form {
        status: 200,
        action: format!("{}/session/end/confirm", visit.issuer.url()),
        fields: vec![("xsrf", secret), ("logout", "yes".to_owned())],
        cookies: interaction::session_cookies(visit, keys, &session),
    })
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
