//! Keys with a passphrase (PKCS#8, RFC 5958).

use avouch_crypto::Secret;
use pkcs8::der::Decode as _;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Kdf;
use pkcs8::{EncryptedPrivateKeyInfo, LineEnding, SecretDocument};

use super::unusable;
use crate::Error;

/// Most rounds that the passphrase is hashed.
const ROUNDS: u32 = 10_000_000;

/// A key without its passphrase, in PEM form. `name` is the member of the configuration.
pub(super) async fn opened(name: &'static str, key: &str, passphrase: &str) -> Result<Secret, Error> {
    if !key.contains("ENCRYPTED") {
        return Ok(Secret::new(key));
    }
    let (key, passphrase) = (Secret::new(key), Secret::new(passphrase));
    // Hashing burns a core for a moment, so not on the async threads.
    let opened = tokio::task::spawn_blocking(move || open(key.expose(), passphrase.expose()));
    let opened = opened.await.ok().flatten();
    opened.ok_or_else(|| unusable(format!("`{name}` is no PKCS#8 key that its passphrase opens")))
}

fn open(key: &str, passphrase: &str) -> Option<Secret> {
    let (label, document) = SecretDocument::from_pem(key.trim()).ok()?;
    if label != "ENCRYPTED PRIVATE KEY" {
        return None;
    }
    let encrypted = EncryptedPrivateKeyInfo::from_der(document.as_bytes()).ok()?;
    let EncryptionScheme::Pbes2(scheme) = &encrypted.encryption_algorithm else { return None };
    let is_bounded = match &scheme.kdf {
        Kdf::Pbkdf2(hash) => hash.iteration_count <= ROUNDS,
        Kdf::Scrypt(hash) => hash.cost_parameter <= 1 << 17 && hash.block_size <= 16 && hash.parallelization <= 4,
        _ => false,
    };
    let plain = is_bounded.then(|| encrypted.decrypt(passphrase).ok()).flatten()?;
    Some(Secret::new(plain.to_pem("PRIVATE KEY", LineEnding::LF).ok()?.as_str()))
}

#[cfg(test)]
mod tests {
    use super::open;

    #[test]
    fn what_is_no_encrypted_key_is_not_opened() {
        for text in
            ["", "ENCRYPTED", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"]
        {
            assert!(open(text, "x").is_none(), "{text}");
        }
    }
}
