//! The token endpoint (RFC 6749 section 3.2): who asks, what for, and an audit entry either way.

mod access_token;
mod account;
mod audit;
mod authorization_code;
mod client_assertion;
pub(crate) mod client_auth;
mod client_credentials;
mod device_code;
mod first_tokens;
mod id_token;
mod organization;
pub(crate) mod origin;
mod redeem;
mod refresh_token;
mod token_exchange;
mod user_tokens;

use std::sync::Arc;

use avouch_store::applications::Client;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Caller, Extension, Issuer, OidcError, Params, Proof, Provider, mtls};

pub(crate) use access_token::confirmation;
pub(crate) use account::check_access as account_check_access;
#[cfg(feature = "fuzzing")]
pub(crate) use authorization_code::verifies as verifier_fits;
pub(crate) use user_tokens::available_to as user_tokens_available;

/// A request to the token endpoint.
#[derive(Debug)]
pub struct Request<'a> {
    /// Whose provider.
    pub issuer: &'a Issuer,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Origin` header, which browsers send.
    pub origin: Option<&'a str>,
    /// The `DPoP` header.
    pub dpop: Option<&'a str>,
    /// The certificate of the client's connection, as a trusted proxy wrote it.
    pub certificate: Option<&'a str>,
    /// The body's parameters.
    pub params: &'a Params,
    /// Who asks, for the audit entry.
    pub caller: &'a Caller,
}

/// A successful answer (RFC 6749 section 5.1).
#[derive(Debug, Serialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// Its lifetime in seconds.
    pub expires_in: i64,
    /// Who the user is (OpenID Connect Core 1.0 section 2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What later tokens are had for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// What was granted on behalf of a user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// `Bearer`, or `DPoP` for a token that is bound to a key.
    pub token_type: &'static str,
    /// What an application was granted for itself, which clients know at the end; absent when that is nothing.
    #[serde(rename = "scope", skip_serializing_if = "Option::is_none")]
    pub own_scope: Option<String>,
}

/// A grant type that the endpoint knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    AuthorizationCode,
    RefreshToken,
    ClientCredentials,
    TokenExchange,
    DeviceCode,
}

impl Grant {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "authorization_code" => Some(Self::AuthorizationCode),
            "refresh_token" => Some(Self::RefreshToken),
            "client_credentials" => Some(Self::ClientCredentials),
            "urn:ietf:params:oauth:grant-type:token-exchange" => Some(Self::TokenExchange),
            crate::DEVICE_GRANT => Some(Self::DeviceCode),
            _ => None,
        }
    }
}

/// What became known on the way, for the audit entry.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    pub(crate) client: Option<Arc<Client>>,
    secret_name: Option<String>,
    grant: Option<Grant>,
    user: Option<String>,
    session: Option<String>,
    /// The family of a refresh token that was revoked because an old one was used again.
    revoked_grant: Option<String>,
    /// The key that the request proves to hold.
    jkt: Option<String>,
    /// The certificate that the tokens are bound to.
    x5t: Option<String>,
    /// What a script added.
    pub(crate) custom_claims: Option<Map<String, Value>>,
    /// Why a script added nothing.
    pub(crate) custom_error: Option<String>,
}

impl Provider {
    /// Issues a token, or says why not. The answer is given once its audit entry is committed.
    pub async fn token(&self, request: &Request<'_>) -> Result<TokenResponse, OidcError> {
        let mut trail = Trail::default();
        let outcome = self.issue(request, &mut trail).await;
        audit::record(request, &trail, &outcome).await?;
        outcome
    }

    /// The thumbprint of the key that a request proves to hold; nothing without a proof, or where proofs are off.
    pub(crate) async fn dpop_key(&self, request: &Request<'_>, path: &str) -> Result<Option<String>, OidcError> {
        let Some(header) = request.dpop.filter(|_| self.extensions.has(Extension::Dpop)) else { return Ok(None) };
        let proof = Proof { header, method: "POST", path };
        self.check_proof(request.issuer, proof, None).await.map(Some)
    }

    async fn issue(&self, request: &Request<'_>, trail: &mut Trail) -> Result<TokenResponse, OidcError> {
        request.params.check()?;
        trail.grant = request.params.get("grant_type").and_then(Grant::parse);
        let client = client_auth::authenticate(self, request, trail).await?;
        origin::check(request.issuer, &client, request.origin)?;
        let name = request.params.get("grant_type").ok_or_else(|| OidcError::missing("grant_type"))?;
        let grant = Grant::parse(name).ok_or_else(OidcError::unsupported_grant_type)?;
        client_auth::allows(&client, grant)?;
        trail.jkt = self.dpop_key(request, "/token").await?;
        trail.x5t = mtls::thumbprint(request.certificate)?.filter(|_| mtls::binds(&client));
        if mtls::binds(&client) && trail.x5t.is_none() && self.certificate_header.is_some() {
            return Err(OidcError::invalid_request("the client's requests need its TLS certificate"));
        }
        let must_bind = client.application.custom_client_metadata.dpop_bound_access_tokens == Some(true)
            || (self.is_fapi(&client) && trail.x5t.is_none());
        if must_bind && trail.jkt.is_none() && self.extensions.has(Extension::Dpop) {
            return Err(OidcError::invalid_dpop_proof("the client's requests need a proof of possession"));
        }
        let mut response = self.by_grant(grant, request, &client, trail).await?;
        if trail.jkt.is_some() {
            response.token_type = "DPoP";
        }
        Ok(response)
    }

    async fn by_grant(
        &self,
        grant: Grant,
        request: &Request<'_>,
        client: &Client,
        trail: &mut Trail,
    ) -> Result<TokenResponse, OidcError> {
        match grant {
            Grant::AuthorizationCode => self.authorization_code(request, client, trail).await,
            Grant::RefreshToken => self.refresh_token(request, client, trail).await,
            Grant::ClientCredentials => self.client_credentials(request, client, trail).await,
            Grant::TokenExchange => self.token_exchange(request, client, trail).await,
            Grant::DeviceCode => self.device_code(request, client, trail).await,
        }
    }
}
