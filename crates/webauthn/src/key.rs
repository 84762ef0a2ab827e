//! Public keys of credentials: COSE (RFC 9053).

use aws_lc_rs::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use coset::iana::{Algorithm, EnumI64 as _, KeyType};
use coset::{CborSerializable as _, CoseKey, Label, RegisteredLabel, RegisteredLabelWithPrivate};

use crate::Invalid;

/// Algorithms that are asked for, the best first: ES256 and RS256.
pub(crate) const ALGORITHMS: [i64; 2] = [-7, -257];

/// Curve of ES256.
const P256: i64 = 1;
/// Curve of `EdDSA`.
const ED25519: i64 = 6;

enum Key {
    /// An uncompressed point.
    P256(Vec<u8>),
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    Ed25519(Vec<u8>),
}

const UNUSABLE: Invalid = Invalid("the public key cannot be used");

fn parse(bytes: &[u8]) -> Result<Key, Invalid> {
    let key = CoseKey::from_slice(bytes).map_err(|_| UNUSABLE)?;
    let member = |label: i64| key.params.iter().find(|(own, _)| *own == Label::Int(label)).map(|(_, value)| value);
    let bytes = |label: i64| member(label).and_then(|value| value.as_bytes()).cloned().ok_or(UNUSABLE);
    let curve = || member(-1).and_then(ciborium::Value::as_integer).and_then(|number| i64::try_from(number).ok());
    let Some(RegisteredLabelWithPrivate::Assigned(algorithm)) = &key.alg else { return Err(UNUSABLE) };
    let RegisteredLabel::Assigned(kind) = &key.kty else { return Err(UNUSABLE) };
    match (kind, algorithm) {
        (KeyType::EC2, Algorithm::ES256) if curve() == Some(P256) => {
            let (x, y) = (bytes(-2)?, bytes(-3)?);
            if x.len() != 32 || y.len() != 32 {
                return Err(UNUSABLE);
            }
            Ok(Key::P256([&[4], x.as_slice(), y.as_slice()].concat()))
        }
        (KeyType::RSA, Algorithm::RS256) => Ok(Key::Rsa { n: bytes(-1)?, e: bytes(-2)? }),
        (KeyType::OKP, Algorithm::EdDSA) if curve() == Some(ED25519) => Ok(Key::Ed25519(bytes(-2)?)),
        _ => Err(UNUSABLE),
    }
}

/// Whether a key is one that can be used; its algorithm must be one that was asked for.
pub(crate) fn check_new(bytes: &[u8]) -> Result<(), Invalid> {
    parse(bytes)?;
    let algorithm = CoseKey::from_slice(bytes).ok().and_then(|key| key.alg);
    match algorithm {
        Some(RegisteredLabelWithPrivate::Assigned(algorithm)) if ALGORITHMS.contains(&algorithm.to_i64()) => Ok(()),
        _ => Err(UNUSABLE),
    }
}

/// Checks a signature.
pub(crate) fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), Invalid> {
    let is_right = match parse(key)? {
        Key::P256(point) => {
            UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
        }
        Key::Rsa { n, e } => {
            RsaPublicKeyComponents { n, e }.verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature)
        }
        Key::Ed25519(point) => UnparsedPublicKey::new(&signature::ED25519, point).verify(message, signature),
    };
    is_right.map_err(|_| Invalid("the signature is wrong"))
}
