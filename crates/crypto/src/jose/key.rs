//! Signing keys: made, read from PEM, published as JWK.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RsaKeyPair, UnparsedPublicKey,
};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject as _;
use serde::Serialize;
use serde_json::{Value, json};

use crate::digest::sha256;

/// A JWS signature algorithm (RFC 7518 section 3.1, RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// ECDSA on P-384 with SHA-384: what new installations sign with.
    ES384,
    /// ECDSA on P-521 with SHA-512.
    ES512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RS256,
    /// RSASSA-PSS with SHA-256; checked, not made.
    PS256,
    /// Ed25519.
    EdDSA,
}

impl Algorithm {
    /// The `alg` header value.
    pub fn name(self) -> &'static str {
        match self {
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::ES512 => "ES512",
            Self::RS256 => "RS256",
            Self::PS256 => "PS256",
            Self::EdDSA => "EdDSA",
        }
    }
}

/// A curve of an EC key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
}

impl Curve {
    const ALL: [Self; 3] = [Self::P256, Self::P384, Self::P521];

    fn signing(self) -> &'static EcdsaSigningAlgorithm {
        match self {
            Self::P256 => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            Self::P384 => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
            Self::P521 => &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == name)
    }

    /// Bytes of a coordinate.
    pub(super) fn coordinate(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    pub(super) fn algorithm(self) -> Algorithm {
        match self {
            Self::P256 => Algorithm::ES256,
            Self::P384 => Algorithm::ES384,
            Self::P521 => Algorithm::ES512,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }
}

/// What kind of key to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Elliptic curve.
    Ec(Curve),
    /// RSA of 4096 bits: seconds of work, so keep it off the async threads.
    Rsa,
    /// Ed25519.
    Ed25519,
}

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// The text is not one PEM private key.
    Pem,
    /// The key is not an EC (P-256, P-384, P-521), RSA or Ed25519 private key.
    Unsupported,
    /// The crypto provider failed.
    Provider,
}

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Pem => "this is not a private key in PEM form",
            Self::Unsupported => "the key must be EC (P-256, P-384 or P-521), RSA or Ed25519",
            Self::Provider => "the key could not be made or used",
        })
    }
}

impl std::error::Error for KeyError {}

#[derive(Debug)]
enum Pair {
    Ec(Curve, EcdsaKeyPair),
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A private key that signs tokens, with its public half ready to publish.
#[derive(Clone)]
pub struct SigningKey {
    pair: Arc<Pair>,
    verifying: VerifyingKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").field("kid", &self.verifying.kid).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Makes a private key; answers its PKCS#8 PEM.
    pub fn generate(kind: KeyKind) -> Result<String, KeyError> {
        let der = match kind {
            KeyKind::Ec(curve) => EcdsaKeyPair::generate(curve.signing())
                .and_then(|pair| pair.to_pkcs8v1().map(|der| der.as_ref().to_vec())),
            KeyKind::Rsa => RsaKeyPair::generate(KeySize::Rsa4096)
                .and_then(|pair| AsDer::<Pkcs8V1Der>::as_der(&pair).map(|der| der.as_ref().to_vec())),
            KeyKind::Ed25519 => {
                Ed25519KeyPair::generate().and_then(|pair| pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()))
            }
        }
        .map_err(|_| KeyError::Provider)?;
        Ok(pem(&der))
    }

    /// Reads a PKCS#8, SEC 1 or PKCS#1 private key in PEM form.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let der = PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| KeyError::Pem)?;
        let der = der.secret_der();
        let ec = Curve::ALL.into_iter().find_map(|curve| {
            EcdsaKeyPair::from_private_key_der(curve.signing(), der).ok().map(|pair| Pair::Ec(curve, pair))
        });
        let pair = ec
            .or_else(|| Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok().map(Pair::Ed25519))
            .or_else(|| RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der)).ok().map(Pair::Rsa))
            .ok_or(KeyError::Unsupported)?;
        let verifying = VerifyingKey::of(&pair).ok_or(KeyError::Unsupported)?;
        Ok(Self { pair: Arc::new(pair), verifying })
    }

    /// The public half.
    pub fn verifying(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// Signs `message`; the signature is in JWS form.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        match &*self.pair {
            Pair::Ec(_, pair) => pair.sign(&random, message).map(|signature| signature.as_ref().to_vec()),
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signature).map(|()| signature)
            }
        }
        .map_err(|_| KeyError::Provider)
    }
}

/// A public key: checks signatures, and is published as a JWK.
#[derive(Clone, Debug)]
pub struct VerifyingKey {
    kid: Arc<str>,
    algorithm: Algorithm,
    bytes: Arc<[u8]>,
    /// The members that identify the key, in the order of RFC 7638.
    identity: Value,
}

impl VerifyingKey {
    fn of(pair: &Pair) -> Option<Self> {
        let (algorithm, identity, bytes) = match pair {
            Pair::Ec(curve, pair) => {
                let point = pair.public_key().as_ref();
                // Uncompressed point: 0x04, x, y.
                let coordinates = point.get(1..)?;
                let (x, y) = coordinates.split_at_checked(coordinates.len() / 2)?;
                let identity = json!({ "crv": curve.name(), "kty": "EC", "x": url_safe(x), "y": url_safe(y) });
                (curve.algorithm(), identity, point.to_vec())
            }
            Pair::Rsa(pair) => {
                let public = pair.public_key();
                let exponent = public.exponent().big_endian_without_leading_zero().to_vec();
                let modulus = public.modulus().big_endian_without_leading_zero().to_vec();
                let identity = json!({ "e": url_safe(&exponent), "kty": "RSA", "n": url_safe(&modulus) });
                (Algorithm::RS256, identity, public.as_ref().to_vec())
            }
            Pair::Ed25519(pair) => {
                let public = pair.public_key().as_ref();
                let identity = json!({ "crv": "Ed25519", "kty": "OKP", "x": url_safe(public) });
                (Algorithm::EdDSA, identity, public.to_vec())
            }
        };
        Some(Self::new(algorithm, identity, bytes))
    }

    pub(super) fn new(algorithm: Algorithm, identity: Value, bytes: Vec<u8>) -> Self {
        let kid = url_safe(&sha256(identity.to_string().as_bytes())).into();
        Self { kid, algorithm, bytes: bytes.into(), identity }
    }

    /// The key's RFC 7638 SHA-256 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The one algorithm this key is used with; a token's header cannot choose another.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether `signature` is this key's over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let algorithm: &'static dyn signature::VerificationAlgorithm = match self.algorithm {
            Algorithm::ES256 => &signature::ECDSA_P256_SHA256_FIXED,
            Algorithm::ES384 => &signature::ECDSA_P384_SHA384_FIXED,
            Algorithm::ES512 => &signature::ECDSA_P521_SHA512_FIXED,
            Algorithm::RS256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Algorithm::PS256 => &signature::RSA_PSS_2048_8192_SHA256,
            Algorithm::EdDSA => &signature::ED25519,
        };
        UnparsedPublicKey::new(algorithm, &self.bytes).verify(message, signature).is_ok()
    }

    /// The key as a member of a JWK set.
    pub fn jwk(&self) -> Value {
        let member = |name: &str| self.identity.get(name).cloned();
        let mut jwk = serde_json::Map::new();
        let common = [
            ("kty", member("kty")),
            ("use", Some("sig".into())),
            ("kid", Some(self.kid().into())),
            ("alg", Some(self.algorithm.name().into())),
        ];
        let own = ["crv", "x", "y", "e", "n"].map(|name| (name, member(name)));
        for (name, value) in common.into_iter().chain(own) {
            if let Some(value) = value {
                jwk.insert(name.to_owned(), value);
            }
        }
        Value::Object(jwk)
    }
}

pub(super) fn url_safe(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// PKCS#8 in PEM form (RFC 7468): 64 characters a line.
fn pem(der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let mut pem = String::with_capacity(text.len() + 80);
    pem.push_str("-----BEGIN PRIVATE KEY-----\n");
    for (index, character) in text.chars().enumerate() {
        if index > 0 && index % 64 == 0 {
            pem.push('\n');
        }
        pem.push(character);
    }
    pem.push_str("\n-----END PRIVATE KEY-----\n");
    pem
}
