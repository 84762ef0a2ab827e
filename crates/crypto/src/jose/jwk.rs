//! Public keys of others, as JWK (RFC 7517, RFC 7518 section 6, RFC 8037).

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

use super::key::{Algorithm, Curve, KeyError, VerifyingKey, url_safe};

/// Largest modulus of an RSA key, in bytes.
const LARGEST_MODULUS: usize = 1024;

impl VerifyingKey {
    /// The key of a JWK, to check signatures of one algorithm with. The key decides which algorithms can be meant.
    ///
    /// # Errors
    /// [`KeyError::Unsupported`] when the algorithm does not fit the key, the key is for something else, or it is not a
    /// public key.
    pub fn from_jwk(jwk: &Value, algorithm: &str) -> Result<Self, KeyError> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let is_private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().any(|name| jwk.get(name).is_some());
        let is_for_more = text("use").is_some_and(|r#use| r#use != "sig");
        let is_for_another = text("alg").is_some_and(|own| own != algorithm);
        if is_private || is_for_more || is_for_another {
            return Err(KeyError::Unsupported);
        }
        let bytes = |name: &str| {
            let decoded = text(name).map(|value| BASE64_URL_SAFE_NO_PAD.decode(value));
            decoded.and_then(Result::ok).ok_or(KeyError::Unsupported)
        };
        let (algorithm, identity, key) = match (text("kty"), text("crv"), algorithm) {
            (Some("EC"), Some(name), _) => {
                let curve = Curve::named(name).filter(|curve| curve.algorithm().name() == algorithm);
                let curve = curve.ok_or(KeyError::Unsupported)?;
                let (x, y) = (bytes("x")?, bytes("y")?);
                if x.len() != curve.coordinate() || y.len() != curve.coordinate() {
                    return Err(KeyError::Unsupported);
                }
                let identity = json!({ "crv": name, "kty": "EC", "x": url_safe(&x), "y": url_safe(&y) });
                (curve.algorithm(), identity, [vec![4], x, y].concat())
            }
            (Some("OKP"), Some("Ed25519"), "EdDSA" | "Ed25519") => {
                let x = bytes("x")?;
                (Algorithm::EdDSA, json!({ "crv": "Ed25519", "kty": "OKP", "x": url_safe(&x) }), x)
            }
            (Some("RSA"), None, "RS256" | "PS256") => {
                let (modulus, exponent) = (bytes("n")?, bytes("e")?);
                if modulus.len() > LARGEST_MODULUS || exponent.len() > 8 {
                    return Err(KeyError::Unsupported);
                }
                let identity = json!({ "e": url_safe(&exponent), "kty": "RSA", "n": url_safe(&modulus) });
                let algorithm = if algorithm == "PS256" { Algorithm::PS256 } else { Algorithm::RS256 };
                (algorithm, identity, sequence(&[integer(&modulus), integer(&exponent)].concat()))
            }
            _ => return Err(KeyError::Unsupported),
        };
        Ok(Self::new(algorithm, identity, key))
    }
}

/// A DER value of a kind.
fn der(kind: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let significant: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![kind];
    match (value.len(), u8::try_from(significant.len())) {
        (0..0x80, _) => out.push(significant.first().copied().unwrap_or(0)),
        (_, Ok(count)) => {
            out.push(0x80 | count);
            out.extend(significant);
        }
        (_, Err(_)) => {}
    }
    out.extend(value);
    out
}

/// A DER integer that is not negative.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let mut value: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    if value.first().is_none_or(|first| *first >= 0x80) {
        value.insert(0, 0);
    }
    der(2, &value)
}

fn sequence(value: &[u8]) -> Vec<u8> {
    der(0x30, value)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::jose::{Curve, KeyKind, SigningKey, VerifyingKey, sign, verify};

    #[test]
    fn a_published_key_checks_what_it_signed() {
        for kind in [
            KeyKind::Ec(Curve::P256),
            KeyKind::Ec(Curve::P384),
            KeyKind::Ec(Curve::P521),
            KeyKind::Ed25519,
            KeyKind::Rsa,
        ] {
            let key = SigningKey::from_pem(&SigningKey::generate(kind).unwrap()).unwrap();
            let token = sign(&key, "JWT", &json!({ "sub": "x" })).unwrap();
            let read = VerifyingKey::from_jwk(&key.verifying().jwk(), key.verifying().algorithm().name()).unwrap();
            assert_eq!(read.kid(), key.verifying().kid());
            verify(&token, |_| Some(&read)).unwrap();
        }
    }

    #[test]
    fn a_key_is_public_and_used_as_it_says() {
        let key = SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P256)).unwrap()).unwrap();
        let changed = |name: &str, value: Value| {
            let mut jwk = key.verifying().jwk();
            jwk[name] = value;
            jwk
        };
        for (jwk, algorithm) in [
            (key.verifying().jwk(), "ES384"),
            (key.verifying().jwk(), "HS256"),
            (key.verifying().jwk(), "none"),
            (changed("d", json!("AA")), "ES256"),
            (changed("use", json!("enc")), "ES256"),
            (changed("alg", json!("ES384")), "ES256"),
            (changed("crv", json!("P-384")), "ES256"),
            (changed("x", json!("AA")), "ES256"),
            (json!({ "kty": "oct", "k": "AA" }), "HS256"),
            (json!({}), "ES256"),
        ] {
            assert!(VerifyingKey::from_jwk(&jwk, algorithm).is_err(), "{jwk} {algorithm}");
        }
    }
}
