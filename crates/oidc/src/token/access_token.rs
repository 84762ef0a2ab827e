//! Access tokens as JWT (RFC 9068).

use avouch_crypto::{Alphabet, jose, random_text};
use avouch_store::applications::Client;
use serde::Serialize;

use super::TokenResponse;
use crate::{Issuer, OidcError, Provider};

/// What a token says.
#[derive(Debug)]
pub(super) struct AccessToken {
    pub(super) audience: String,
    /// Seconds.
    pub(super) lifetime: i64,
    pub(super) scope: Option<String>,
    pub(super) organization: Option<String>,
}

/// Claims in the order that clients of the API know.
#[derive(Serialize)]
struct Claims {
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_id: Option<String>,
    jti: String,
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    client_id: String,
    iss: String,
    aud: String,
}

impl Provider {
    /// Signs a token of an application for itself.
    pub(super) async fn sign(
        &self,
        issuer: &Issuer,
        client: &Client,
        token: AccessToken,
    ) -> Result<TokenResponse, OidcError> {
        let AccessToken { audience, lifetime, scope, organization } = token;
        let iat = issuer.tenant.now().seconds();
        let id = client.application.id.to_string();
        let claims = Claims {
            organization_id: organization,
            jti: random_text(Alphabet::UrlSafe, 21),
            sub: id.clone(),
            iat,
            exp: iat.saturating_add(lifetime),
            scope: scope.clone(),
            client_id: id,
            iss: issuer.url(),
            aud: audience,
        };
        let keys = self.keys(&issuer.tenant).await?;
        let signed = self.signing.run(move || jose::sign(keys.current(), "at+jwt", &claims)).await?;
        let access_token = signed.map_err(|error| OidcError::server(error.to_string()))?;
        Ok(TokenResponse { access_token, expires_in: lifetime, token_type: "Bearer", scope })
    }
}
