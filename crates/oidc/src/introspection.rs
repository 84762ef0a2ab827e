//! Introspection (RFC 7662) and revocation (RFC 7009) of opaque tokens.

use avouch_crypto::jose;
use avouch_store::applications::Client;
use serde_json::{Value, json};

use crate::records::{AccessTokenRecord, Record as _, RefreshToken};
use crate::token::{Request, Trail, client_auth, confirmation, origin};
use crate::{Extension, OidcError, Provider, audit};

/// A token that was found.
enum Known {
    Access(AccessTokenRecord),
    Refresh(RefreshToken),
}

impl Known {
    fn client(&self) -> &str {
        match self {
            Self::Access(token) => &token.client_id,
            Self::Refresh(token) => &token.client_id,
        }
    }

    fn user(&self) -> &str {
        match self {
            Self::Access(token) => &token.account_id,
            Self::Refresh(token) => &token.account_id,
        }
    }

    fn grant(&self) -> &str {
        match self {
            Self::Access(token) => &token.grant_id,
            Self::Refresh(token) => &token.grant_id,
        }
    }
}

impl Provider {
    /// What a token is good for, told to an authenticated client. A public client learns of its own tokens only.
    pub async fn introspect(&self, request: &Request<'_>) -> Result<Value, OidcError> {
        let (client, token) = self.presented(request).await?;
        let inactive = json!({ "active": false });
        let Some(known) = self.known(request, &token).await? else { return Ok(inactive) };
        let is_public = !client.application.r#type.has_secrets();
        if is_public && known.client() != client.application.id.as_str() {
            return Ok(inactive);
        }
        let issuer = request.issuer.url();
        let told = |sub: Value, client: &str, [iat, exp]: [i64; 2], scope: Value, sid: Option<String>| {
            let mut told = json!({
                "active": true, "sub": sub, "client_id": client, "exp": exp, "iat": iat, "iss": issuer, "scope": scope,
            });
            if let (Some(members), Some(sid)) = (told.as_object_mut(), sid) {
                members.insert("sid".to_owned(), sid.into());
            }
            told
        };
        Ok(match known {
            Known::Access(token) => {
                let times = [token.iat, token.exp];
                let mut told = told(json!(token.account_id), &token.client_id, times, json!(token.scope), token.sid);
                let kind = if token.jkt.is_some() { "DPoP" } else { "Bearer" };
                let bound = confirmation(token.jkt.as_deref(), token.x5t.as_deref());
                if let Some(members) = told.as_object_mut() {
                    members.insert("token_type".to_owned(), kind.into());
                    members.extend(bound.map(|bound| ("cnf".to_owned(), bound)));
                }
                if let (Some(Value::Object(extra)), Some(members)) = (token.extra, told.as_object_mut()) {
                    for (name, value) in extra {
                        members.entry(name).or_insert(value);
                    }
                }
                told
            }
            Known::Refresh(token) => {
                let times = [token.iat, token.exp];
                told(json!(token.account_id), &token.client_id, times, json!(token.scope), token.sid)
            }
        })
    }

    /// The same as a signed answer for the client that asks (RFC 9701); nothing where that is off.
    pub async fn introspect_signed(&self, request: &Request<'_>) -> Result<Option<String>, OidcError> {
        if !self.extensions.has(Extension::JwtIntrospection) {
            return Ok(None);
        }
        let told = self.introspect(request).await?;
        let client = client_auth::named(request)?;
        let now = request.issuer.tenant.now().seconds();
        let claims = json!({ "iss": request.issuer.url(), "aud": client, "iat": now, "token_introspection": told });
        self.sign_claims(request.issuer, "token-introspection+jwt", claims).await.map(Some)
    }

    /// Revokes a token and all that came from the same grant. What is unknown, or another client's, is left alone.
    pub async fn revoke(&self, request: &Request<'_>) -> Result<(), OidcError> {
        let (client, token) = self.presented(request).await?;
        // A client may still hold a token that another took the place of: the family goes with it all the same.
        let Some((known, _)) = self.found(request, &token).await? else { return Ok(()) };
        if known.client() != client.application.id.as_str() {
            return Ok(());
        }
        let grant = (known.grant(), known.user(), known.client());
        audit::revoke(&request.issuer.tenant, request.caller, grant).await
    }

    async fn presented(&self, request: &Request<'_>) -> Result<(std::sync::Arc<Client>, String), OidcError> {
        request.params.check()?;
        let client = client_auth::authenticate(self, request, &mut Trail::default()).await?;
        origin::check(request.issuer, &client, request.origin)?;
        let token = request.params.get("token").ok_or_else(|| OidcError::missing("token"))?;
        if jose::peek(token).is_ok() {
            return Err(OidcError::unsupported_token_type());
        }
        Ok((client, token.to_owned()))
    }

    async fn known(&self, request: &Request<'_>, token: &str) -> Result<Option<Known>, OidcError> {
        let found = self.found(request, token).await?;
        Ok(found.filter(|(_, is_used)| !is_used).map(|(known, _)| known))
    }

    /// A token that is there, and whether it was used up.
    async fn found(&self, request: &Request<'_>, token: &str) -> Result<Option<(Known, bool)>, OidcError> {
        if let Some(access) = self.opaque(request.issuer, token).await? {
            return Ok(Some((Known::Access(access), false)));
        }
        let tenant = &request.issuer.tenant;
        let found = RefreshToken::find(tenant, token, tenant.now()).await?;
        Ok(found.map(|found| (Known::Refresh(found.record), found.consumed_at.is_some())))
    }
}
