//! Signatures of requests (SAML 2.0 Bindings section 3.4.4.1).

use avouch_crypto::Secret;
use avouch_saml::SignatureMethod;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512};
use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::Error;

/// Signs what goes into an address, with an RSA key in PEM form. It burns a core for a moment, so not on the async
/// threads.
pub(crate) async fn sign(key: Secret, method: SignatureMethod, query: String) -> Result<Vec<u8>, Error> {
    let signed = tokio::task::spawn_blocking(move || {
        let base64: String = key.expose().lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
        let der = BASE64_STANDARD.decode(base64).ok()?;
        let pair = KeyPair::from_pkcs8(&der).or_else(|_| KeyPair::from_der(&der)).ok()?;
        let encoding = match method {
            SignatureMethod::RsaSha256 => &RSA_PKCS1_SHA256,
            SignatureMethod::RsaSha512 => &RSA_PKCS1_SHA512,
        };
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), query.as_bytes(), &mut signature).ok()?;
        Some(signature)
    });
    signed.await.ok().flatten().ok_or(Error::NoSigningKey)
}
