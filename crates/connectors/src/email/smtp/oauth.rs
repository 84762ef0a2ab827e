//! Access tokens for mail servers that want OAuth 2.0.

use avouch_crypto::Clock;
use avouch_outbound::{Client, Request};
use avouch_shape::JsonObject;
use serde_json::{Value, json};

use crate::Error;
use crate::config::text;
use crate::sign;

/// Where tokens are unless the configuration says otherwise.
const ACCESS_URL: &str = "https://accounts.google.com/o/oauth2/token";

/// Seconds that an assertion is good for.
const ASSERTION: i64 = 300;

/// Whether the server wants a token.
pub(super) fn is_meant(auth: &JsonObject) -> bool {
    text(auth, "type").eq_ignore_ascii_case("oauth2")
}

/// The token: the one that is configured; or one for a refresh token; or one for a service's key.
pub(super) async fn token(http: &Client, auth: &JsonObject) -> Result<String, Error> {
    let url = match text(auth, "accessUrl") {
        "" => ACCESS_URL,
        url => url,
    };
    let pairs = if !text(auth, "refreshToken").is_empty() {
        let names = [("client_id", "clientId"), ("client_secret", "clientSecret"), ("refresh_token", "refreshToken")];
        let mut pairs = vec![("grant_type", "refresh_token".to_owned())];
        pairs.extend(names.map(|(name, member)| (name, text(auth, member).to_owned())));
        pairs
    } else if auth.contains_key("privateKey") {
        let kind = "urn:ietf:params:oauth:grant-type:jwt-bearer".to_owned();
        vec![("grant_type", kind), ("assertion", assertion(auth, url)?)]
    } else {
        return match text(auth, "accessToken") {
            "" => Err(Error::InvalidConfig("OAuth 2.0 needs a token, or a way to get one".to_owned())),
            token => Ok(token.to_owned()),
        };
    };
    let answer = http.send(Request::post(url).header("accept", "application/json").form(pairs)).await?;
    let body = answer.json().unwrap_or_default();
    let token = body.get("access_token").and_then(Value::as_str);
    token.map(ToOwned::to_owned).ok_or_else(|| {
        let why = body.get("error").and_then(Value::as_str).unwrap_or("no reason");
        Error::General(format!("no access token for the mail server: {why}"))
    })
}

/// What a service asks with in a person's name (RFC 7523).
fn assertion(auth: &JsonObject, url: &str) -> Result<String, Error> {
    let key = match auth.get("privateKey") {
        Some(Value::String(key)) => key.as_str(),
        Some(Value::Object(key)) if !key.contains_key("passphrase") => text(key, "key"),
        _ => return Err(Error::InvalidConfig("`privateKey` must be a key without a passphrase".to_owned())),
    };
    let now = Clock::System.now().millis() / 1000;
    let head = json!({ "alg": "RS256", "typ": "JWT" });
    let claims = json!({
        "iss": text(auth, "serviceClient"),
        "sub": text(auth, "user"),
        "scope": "https://mail.google.com/",
        "aud": url,
        "iat": now,
        "exp": now.saturating_add(ASSERTION),
    });
    let signed = format!("{}.{}", sign::url_safe(head.to_string()), sign::url_safe(claims.to_string()));
    let signature = sign::rsa_sha256(key, signed.as_bytes())?;
    Ok(format!("{signed}.{}", sign::url_safe(signature)))
}
