//! The userinfo endpoint (OpenID Connect Core 1.0 section 5.3).

use serde_json::{Map, Value};

use crate::claims::{self, Place};
use crate::records::{AccessTokenRecord, Record as _};
use crate::token::origin;
use crate::{Issuer, OidcError, Proof, Provider, mtls, scopes};

/// An access token as it is presented.
#[derive(Debug)]
pub struct PresentedToken<'a> {
    /// The token.
    pub token: &'a str,
    /// The proof that its key is held.
    pub proof: Option<Proof<'a>>,
    /// The certificate of the connection.
    pub certificate: Option<&'a str>,
    /// The `Origin` header, which browsers send.
    pub origin: Option<&'a str>,
}

impl Provider {
    /// The claims that an opaque access token gives. One that is bound to a key needs a proof, and no other has one.
    pub async fn userinfo(
        &self,
        issuer: &Issuer,
        presented: PresentedToken<'_>,
    ) -> Result<Map<String, Value>, OidcError> {
        let PresentedToken { token, proof, certificate, origin } = presented;
        let tenant = &issuer.tenant;
        let record = self.opaque(issuer, token).await?.ok_or_else(|| OidcError::invalid_token("unknown or expired"))?;
        if origin.is_some() {
            let client = self.client(issuer, &record.client_id).await?;
            let client = client.ok_or_else(|| OidcError::invalid_token("its client is gone"))?;
            origin::check(issuer, &client, origin)?;
        }
        let held = match proof {
            Some(proof) => Some(self.check_proof(issuer, proof, Some(token)).await.map_err(OidcError::at_resource)?),
            None => None,
        };
        if held != record.jkt {
            return Err(OidcError::invalid_token("bound to another key, or to none"));
        }
        if record.x5t.is_some() && record.x5t != mtls::thumbprint(certificate)? {
            return Err(OidcError::invalid_token("bound to another certificate"));
        }
        if !scopes::has(&record.scope, scopes::OPENID) {
            return Err(OidcError::insufficient_scope("access token missing openid scope", scopes::OPENID));
        }
        let user = avouch_store::users::get(tenant, &record.account_id).await?;
        let user = user.map(|profile| profile.user).filter(|user| !user.is_suspended);
        let user = user.ok_or_else(|| OidcError::invalid_grant("the user is gone or suspended"))?;
        let mut claims = Map::new();
        claims.insert("sub".to_owned(), user.id.as_str().into());
        claims.extend(claims::of_user(tenant, &user, &record.scope, Place::Userinfo).await?);
        Ok(claims)
    }

    /// An opaque access token that counts: known, in its time, with its session if it ends with that.
    pub(crate) async fn opaque(&self, issuer: &Issuer, token: &str) -> Result<Option<AccessTokenRecord>, OidcError> {
        let tenant = &issuer.tenant;
        let found = AccessTokenRecord::find(tenant, token, tenant.now()).await?;
        let Some(record) = found.map(|found| found.record) else { return Ok(None) };
        if record.expires_with_session == Some(true)
            && let Some(uid) = &record.session_uid
        {
            let session = avouch_store::oidc_model_instances::by_uid(tenant, "Session", uid).await?;
            if session.is_none_or(|session| session.expires_at <= tenant.now()) {
                return Ok(None);
            }
        }
        Ok(Some(record))
    }
}
