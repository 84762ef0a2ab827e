//! Access tokens as JWT (RFC 9068).

use avouch_crypto::{Alphabet, jose, random_text};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Trail;
use crate::{Issuer, OidcError, Provider};

/// What a token says.
#[derive(Debug)]
pub(super) struct AccessToken {
    pub(super) jti: String,
    pub(super) subject: String,
    pub(super) client: String,
    /// Whom it is for: one, or several where that is on.
    pub(super) audience: Vec<String>,
    /// Seconds.
    pub(super) lifetime: i64,
    pub(super) scope: Option<String>,
    /// Claims beyond those that every token has, such as who acts for the subject (RFC 8693 section 4.1).
    pub(super) extra: Map<String, Value>,
}

impl AccessToken {
    /// Binds it to what the request proved to hold: a key (RFC 9449 section 6.1), a certificate (RFC 8705 section 3.1).
    pub(super) fn bind(&mut self, trail: &Trail) {
        if let Some(claim) = confirmation(trail.jkt.as_deref(), trail.x5t.as_deref()) {
            self.extra.insert("cnf".to_owned(), claim);
        }
    }
}

/// The claim that says what a token is bound to; nothing if it is free.
pub(crate) fn confirmation(jkt: Option<&str>, x5t: Option<&str>) -> Option<Value> {
    let mut claim = Map::new();
    for (name, value) in [("jkt", jkt), ("x5t#S256", x5t)] {
        if let Some(value) = value {
            claim.insert(name.to_owned(), value.into());
        }
    }
    (!claim.is_empty()).then_some(Value::Object(claim))
}

/// Claims in the order that clients of the API know, after the extra ones.
#[derive(Serialize)]
struct Claims {
    #[serde(flatten)]
    extra: Map<String, Value>,
    jti: String,
    sub: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    client_id: String,
    iss: String,
    aud: Value,
}

/// A new identifier of a token.
pub(super) fn new_jti() -> String {
    random_text(Alphabet::UrlSafe, 21)
}

/// The claim that says whom it is for: a text for one, as readers expect it.
pub(super) fn told_audience(mut audience: Vec<String>) -> Value {
    match audience.len() {
        1 => audience.pop().into(),
        _ => audience.into(),
    }
}

/// The claim that says who acts for the subject.
pub(super) fn actor(subject: &str) -> Value {
    json!({ "sub": subject })
}

impl Provider {
    /// Signs an access token.
    pub(super) async fn sign(&self, issuer: &Issuer, token: AccessToken) -> Result<String, OidcError> {
        let AccessToken { jti, subject, client, audience, lifetime, scope, extra } = token;
        let iat = issuer.tenant.now().seconds();
        let claims = Claims {
            extra,
            jti,
            sub: subject,
            iat,
            exp: iat.saturating_add(lifetime),
            scope,
            client_id: client,
            iss: issuer.url(),
            aud: told_audience(audience),
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
