//! Secrets as they lie in a database: encrypted with a key that lies elsewhere.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::prelude::{BASE64_STANDARD, Engine as _};

/// What a sealed text begins with, so that one that is not can be told apart.
const PREFIX: &str = "sealed:v1:";

/// Why a text cannot be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// The key is not 32 bytes in base64.
    Key,
    /// The text was sealed with another key, for another place, or changed since.
    Text,
}

impl fmt::Display for SealError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Key => "the key must be 32 bytes in base64",
            Self::Text => "the text was sealed with another key",
        })
    }
}

impl std::error::Error for SealError {}

/// A key that encrypts keys: AES-256-GCM with a new nonce each time.
#[derive(Clone)]
pub struct SealingKey {
    pub(crate) key: Arc<RandomizedNonceKey>,
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealingKey")
    }
}

impl SealingKey {
    /// Reads 32 bytes in base64.
    pub fn from_base64(text: &str) -> Result<Self, SealError> {
        let bytes = BASE64_STANDARD.decode(text.trim()).map_err(|_| SealError::Key)?;
        let key = RandomizedNonceKey::new(&AES_256_GCM, &bytes).map_err(|_| SealError::Key)?;
        Ok(Self { key: Arc::new(key) })
    }

    /// Encrypts a text for one place: it cannot be opened in another.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, SealError> {
        let mut bytes = text.as_bytes().to_vec();
        let nonce = self.key.seal_in_place_append_tag(Aad::from(place.as_bytes()), &mut bytes);
        let nonce = nonce.map_err(|_| SealError::Text)?;
        Ok(format!("{PREFIX}{}", BASE64_STANDARD.encode([nonce.as_ref().as_slice(), &bytes].concat())))
    }

    /// Decrypts a text of a place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String, SealError> {
        let bytes = sealed.strip_prefix(PREFIX).and_then(|text| BASE64_STANDARD.decode(text).ok());
        let bytes = bytes.ok_or(SealError::Text)?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).ok_or(SealError::Text)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Text)?;
        let mut rest = rest.to_vec();
        let opened = self.key.open_in_place(nonce, Aad::from(place.as_bytes()), &mut rest);
        let opened = opened.map_err(|_| SealError::Text)?;
        String::from_utf8(opened.to_vec()).map_err(|_| SealError::Text)
    }
}

/// Whether a text is a sealed one.
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(PREFIX)
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine as _};

    use super::{SealError, SealingKey, is_sealed};

    fn key(byte: u8) -> SealingKey {
        SealingKey::from_base64(&BASE64_STANDARD.encode([byte; 32])).unwrap()
    }

    #[test]
    fn opens_where_it_was_sealed_with_the_same_key() {
        let sealed = key(1).seal("here", "secret").unwrap();
        assert!(is_sealed(&sealed) && !is_sealed("secret"));
        assert_eq!(key(1).open("here", &sealed).unwrap(), "secret");
        assert_ne!(key(1).seal("here", "secret").unwrap(), sealed, "a nonce is used once");
        assert_eq!(key(2).open("here", &sealed), Err(SealError::Text));
        assert_eq!(key(1).open("there", &sealed), Err(SealError::Text));
        for broken in ["", "secret", "sealed:v1:", "sealed:v1:AAAA", "sealed:v1:!", &sealed[..sealed.len() - 4]] {
            assert_eq!(key(1).open("here", broken), Err(SealError::Text), "{broken}");
        }
    }

    #[test]
    fn a_key_has_32_bytes() {
        for wrong in ["", "short", &BASE64_STANDARD.encode([0; 31]), &BASE64_STANDARD.encode([0; 33])] {
            assert_eq!(SealingKey::from_base64(wrong).unwrap_err(), SealError::Key, "{wrong}");
        }
    }
}
