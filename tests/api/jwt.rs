//! Tokens of a client's own making.

use avouch_crypto::jose::{Curve, KeyKind, SigningKey};
use avouch_crypto::{Alphabet, random_text};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

/// A new key on P-256.
pub(crate) fn key() -> SigningKey {
    SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P256)).unwrap()).unwrap()
}

/// A token with a header as it is.
pub(crate) fn sign(key: &SigningKey, header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encode(header), encode(claims));
    let signature = key.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

/// An identifier that no other token has.
pub(crate) fn jti() -> String {
    random_text(Alphabet::Alphanumeric, 16)
}

/// An assertion that a client is who it says, with some claims as they are; null ones are left out.
pub(crate) fn assertion(key: &SigningKey, client: &str, audience: &str, now: i64, more: &Value) -> String {
    let mut claims =
        json!({ "iss": client, "sub": client, "aud": audience, "iat": now, "exp": now + 60, "jti": jti() });
    for (name, value) in more.as_object().into_iter().flatten() {
        claims[name.as_str()] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    sign(key, &json!({ "alg": "ES256", "kid": key.verifying().kid() }), &claims)
}

/// A proof that someone holds a key, with some claims as they are.
pub(crate) fn proof(key: &SigningKey, method: &str, url: &str, now: i64, more: &Value) -> String {
    let mut claims = json!({ "htm": method, "htu": url, "iat": now, "jti": jti() });
    for (name, value) in more.as_object().into_iter().flatten() {
        claims[name.as_str()] = value.clone();
    }
    let mut jwk = key.verifying().jwk();
    jwk.as_object_mut().unwrap().retain(|name, _| matches!(name.as_str(), "kty" | "crv" | "x" | "y"));
    sign(key, &json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": jwk }), &claims)
}
