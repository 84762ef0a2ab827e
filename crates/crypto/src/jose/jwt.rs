//! Compact JSON Web Tokens.

use std::fmt;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::key::{KeyError, SigningKey, VerifyingKey};

/// Longest token that is looked at: headers are bounded to less.
const LONGEST: usize = 64 * 1024;

/// A JOSE header, as far as it is read.
#[derive(Clone, Debug, Deserialize)]
pub struct Header {
    /// Signature algorithm.
    pub alg: String,
    /// Media type, such as `at+jwt` (RFC 9068).
    #[serde(default)]
    pub typ: Option<String>,
    /// Which key signed.
    #[serde(default)]
    pub kid: Option<String>,
    /// The key itself, where the token brings it (RFC 9449 section 4.2).
    #[serde(default)]
    pub jwk: Option<Value>,
    /// Extensions that a reader must understand; this one understands none (RFC 7515 section 4.1.11).
    #[serde(default)]
    pub crit: Option<Value>,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwtError {
    /// Not three base64url parts, or not JSON objects inside.
    Malformed,
    /// The header names no key of ours, another algorithm, or a critical extension.
    Key,
    /// The signature is not over these bytes.
    Signature,
}

impl fmt::Display for JwtError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Malformed => "not a compact JWS",
            Self::Key => "no key for this token",
            Self::Signature => "the signature does not match",
        })
    }
}

impl std::error::Error for JwtError {}

#[derive(Serialize)]
struct OwnHeader<'a> {
    alg: &'a str,
    typ: &'a str,
    kid: &'a str,
}

/// Signs `claims` as a compact token of media type `typ`.
pub fn sign(key: &SigningKey, typ: &str, claims: &impl Serialize) -> Result<String, KeyError> {
    let public = key.verifying();
    let header = OwnHeader { alg: public.algorithm().name(), typ, kid: public.kid() };
    let mut token = String::with_capacity(700);
    for part in [serde_json::to_vec(&header), serde_json::to_vec(claims)] {
        let part = part.map_err(|_| KeyError::Provider)?;
        BASE64_URL_SAFE_NO_PAD.encode_string(part, &mut token);
        token.push('.');
    }
    token.pop();
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    BASE64_URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

/// Reads a token's header and claims without believing them.
pub fn peek(token: &str) -> Result<(Header, Value), JwtError> {
    let (header, claims, _, _) = split(token)?;
    Ok((header, claims))
}

/// Checks the signature with the key that `key_of` finds for the header; answers the claims.
pub fn verify<'k>(
    token: &str,
    key_of: impl FnOnce(&Header) -> Option<&'k VerifyingKey>,
) -> Result<(Header, Value), JwtError> {
    let (header, claims, signed, signature) = split(token)?;
    let key = key_of(&header).ok_or(JwtError::Key)?;
    // One algorithm has two names (RFC 9864).
    let named = if header.alg == "Ed25519" { "EdDSA" } else { &header.alg };
    if named != key.algorithm().name() || header.crit.is_some() {
        return Err(JwtError::Key);
    }
    if !key.verify(signed.as_bytes(), &signature) {
        return Err(JwtError::Signature);
    }
    Ok((header, claims))
}

fn split(token: &str) -> Result<(Header, Value, &str, Vec<u8>), JwtError> {
    if token.len() > LONGEST {
        return Err(JwtError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
    let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed);
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| JwtError::Malformed)?;
    let claims: Value = serde_json::from_slice(&decode(claims)?).map_err(|_| JwtError::Malformed)?;
    if !claims.is_object() {
        return Err(JwtError::Malformed);
    }
    Ok((header, claims, signed, decode(signature)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use serde_json::json;

    use super::{JwtError, peek, sign, verify};
    use crate::jose::{Algorithm, Curve, KeyKind, SigningKey};

    #[test]
    fn every_kind_of_key_signs_what_it_verifies() {
        let kinds = [
            (KeyKind::Ec(Curve::P256), Algorithm::ES256),
            (KeyKind::Ec(Curve::P384), Algorithm::ES384),
            (KeyKind::Ec(Curve::P521), Algorithm::ES512),
            (KeyKind::Ed25519, Algorithm::EdDSA),
        ];
        for (kind, algorithm) in kinds {
            let key = SigningKey::from_pem(&SigningKey::generate(kind).unwrap()).unwrap();
            assert_eq!(key.verifying().algorithm(), algorithm);
            let token = sign(&key, "at+jwt", &json!({ "sub": "x" })).unwrap();
            let (header, claims) = verify(&token, |_| Some(key.verifying())).unwrap();
            assert_eq!(header.typ.as_deref(), Some("at+jwt"));
            assert_eq!(header.kid.as_deref(), Some(key.verifying().kid()));
            assert_eq!(claims, json!({ "sub": "x" }));
        }
    }

    #[test]
    fn a_changed_token_is_refused() {
        let key = SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P384)).unwrap()).unwrap();
        let other = SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P384)).unwrap()).unwrap();
        let token = sign(&key, "JWT", &json!({ "sub": "x" })).unwrap();
        assert_eq!(verify(&token, |_| Some(other.verifying())).unwrap_err(), JwtError::Signature);
        assert_eq!(verify(&token, |_| None).unwrap_err(), JwtError::Key);
        let (signed, _) = token.rsplit_once('.').unwrap();
        assert_eq!(verify(&format!("{signed}."), |_| Some(key.verifying())).unwrap_err(), JwtError::Signature);
        for junk in ["", ".", "..", "a.b.c", "e30.e30", "e30.e30.e30", "🦀.🦀.🦀"] {
            assert_eq!(peek(junk).unwrap_err(), JwtError::Malformed, "{junk}");
        }
    }

    #[test]
    fn the_header_cannot_choose_the_algorithm() {
        use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
        let key = SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P384)).unwrap()).unwrap();
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#, r#"{"alg":"ES384","crit":["b64"],"b64":false}"#] {
            let signed = format!("{}.e30", BASE64_URL_SAFE_NO_PAD.encode(header));
            let signature = BASE64_URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()).unwrap());
            assert_eq!(verify(&format!("{signed}.{signature}"), |_| Some(key.verifying())).unwrap_err(), JwtError::Key);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_as_a_token_stops_nobody(text in any::<String>(), parts in "[A-Za-z0-9_=.-]{0,80}") {
            for token in [text, parts] {
                if let Ok((_, claims)) = peek(&token) {
                    prop_assert!(claims.is_object());
                }
                prop_assert!(verify(&token, |_| None).is_err());
            }
        }

        #[test]
        fn a_token_that_was_changed_is_none(at in 0..1000_usize, letter in "[A-Za-z0-9_.-]") {
            let key = SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P256)).unwrap()).unwrap();
            let token = sign(&key, "JWT", &json!({ "sub": "x", "aud": "y" })).unwrap();
            let mut changed = token.clone();
            let at = at % token.len();
            changed.replace_range(at..=at, &letter);
            // Bits of the last letter that stand for nothing must be as they were, too.
            prop_assert_eq!(verify(&changed, |_| Some(key.verifying())).is_ok(), changed == token);
        }
    }
}
