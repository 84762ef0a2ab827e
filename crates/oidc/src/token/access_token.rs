//! Access tokens as JWT (RFC 9068).

use avouch_crypto::{Alphabet, jose, random_text};
use serde::Serialize;

use crate::{Issuer, OidcError, Provider};

/// What a token says.
#[derive(Debug)]
pub(super) struct AccessToken {
    pub(super) subject: String,
    pub(super) client: String,
    pub(super) audience: String,
    /// Seconds.
    pub(super) lifetime: i64,
    pub(super) scope: Option<String>,
    pub(super) organization: Option<String>,
    /// Who acts for the subject (RFC 8693 section 4.1).
    pub(super) actor: Option<String>,
}

/// Someone who acts for someone else.
#[derive(Serialize)]
struct Actor {
    sub: String,
}

/// Claims in the order that clients of the API know.
#[derive(Serialize)]
struct Claims {
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Actor>,
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
    /// Signs an access token.
    pub(super) async fn sign(&self, issuer: &Issuer, token: AccessToken) -> Result<String, OidcError> {
        let AccessToken { subject, client, audience, lifetime, scope, organization, actor } = token;
        let iat = issuer.tenant.now().seconds();
        let claims = Claims {
            act: actor.map(|sub| Actor { sub }),
            organization_id: organization,
            jti: random_text(Alphabet::UrlSafe, 21),
            sub: subject,
            iat,
            exp: iat.saturating_add(lifetime),
            scope,
            client_id: client,
            iss: issuer.url(),
            aud: audience,
        };
        self.sign_claims(issuer, "at+jwt", claims).await
    }

    /// Signs claims with the tenant's current key, away from the async threads.
    pub(crate) async fn sign_claims(
        &self,
        issuer: &Issuer,
        typ: &'static str,
        claims: impl Serialize + Send + 'static,
    ) -> Result<String, OidcError> {
        let keys = self.keys(&issuer.tenant).await?;
        let signed = self.signing.run(move || jose::sign(keys.current(), typ, &claims)).await?;
        signed.map_err(|error| OidcError::server(error.to_string()))
    }
}
