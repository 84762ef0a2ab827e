//! The token endpoint (RFC 6749 section 3.2): who asks, what for, and an audit entry either way.

mod access_token;
mod audit;
mod client_auth;
mod client_credentials;
mod origin;

use std::sync::Arc;

use avouch_store::applications::Client;
use serde::Serialize;

use crate::{Issuer, OidcError, Params, Provider};

pub use audit::Caller;

/// A request to the token endpoint.
#[derive(Debug)]
pub struct Request<'a> {
    /// Whose provider.
    pub issuer: &'a Issuer,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Origin` header, which browsers send.
    pub origin: Option<&'a str>,
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
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// What was granted; absent when a resource's token carries nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// A grant type that the endpoint knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grant {
    ClientCredentials,
}

impl Grant {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "client_credentials" => Some(Self::ClientCredentials),
            _ => None,
        }
    }
}

/// What became known on the way, for the audit entry.
#[derive(Debug, Default)]
struct Trail {
    client: Option<Arc<Client>>,
    secret_name: Option<String>,
    grant: Option<Grant>,
}

impl Provider {
    /// Issues a token, or says why not. The answer is given once its audit entry is committed.
    pub async fn token(&self, request: &Request<'_>) -> Result<TokenResponse, OidcError> {
        let mut trail = Trail::default();
        let outcome = self.issue(request, &mut trail).await;
        audit::record(request, &trail, &outcome).await?;
        outcome
    }

    async fn issue(&self, request: &Request<'_>, trail: &mut Trail) -> Result<TokenResponse, OidcError> {
        request.params.check()?;
        trail.grant = request.params.get("grant_type").and_then(Grant::parse);
        let client = client_auth::authenticate(request, trail).await?;
        origin::check(request.issuer, &client, request.origin)?;
        let name = request.params.get("grant_type").ok_or_else(|| OidcError::missing("grant_type"))?;
        let grant = Grant::parse(name).ok_or_else(OidcError::unsupported_grant_type)?;
        client_auth::allows(&client, grant)?;
        match grant {
            Grant::ClientCredentials => self.client_credentials(request, &client).await,
        }
    }
}
