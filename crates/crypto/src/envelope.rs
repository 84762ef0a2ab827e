//! Texts under a key of their own, which is encrypted with the key of the installation.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};

use crate::random_bytes;
use crate::sealed::{SealError, SealingKey};

/// Bytes of a tag of AES-GCM.
const TAG: usize = 16;

/// A text that was encrypted with AES-256-GCM under a key that is good for it alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// That key, encrypted: 12 bytes of nonce, then the ciphertext with its tag.
    pub encrypted_dek: Vec<u8>,
    /// The text's nonce.
    pub iv: Vec<u8>,
    /// The text's tag.
    pub auth_tag: Vec<u8>,
    /// The text.
    pub ciphertext: Vec<u8>,
}

impl std::fmt::Debug for Envelope {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Envelope")
    }
}

/// The parts, each in base64.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parts {
    encrypted_dek: String,
    iv: String,
    auth_tag: String,
    ciphertext: String,
}

impl Envelope {
    /// In one text: base64 of JSON with the parts.
    pub fn to_base64(&self) -> String {
        let Self { encrypted_dek, iv, auth_tag, ciphertext } = self;
        let [encrypted_dek, iv, auth_tag, ciphertext] =
            [encrypted_dek, iv, auth_tag, ciphertext].map(|part| BASE64_STANDARD.encode(part));
        let parts = Parts { encrypted_dek, iv, auth_tag, ciphertext };
        BASE64_STANDARD.encode(serde_json::to_string(&parts).unwrap_or_default())
    }

    /// Reads such a text.
    pub fn from_base64(text: &str) -> Result<Self, SealError> {
        let decode = |text: &str| BASE64_STANDARD.decode(text).map_err(|_| SealError::Text);
        let Parts { encrypted_dek, iv, auth_tag, ciphertext } =
            serde_json::from_slice(&decode(text)?).map_err(|_| SealError::Text)?;
        Ok(Self {
            encrypted_dek: decode(&encrypted_dek)?,
            iv: decode(&iv)?,
            auth_tag: decode(&auth_tag)?,
            ciphertext: decode(&ciphertext)?,
        })
    }
}

fn encrypt(key: &RandomizedNonceKey, bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>), SealError> {
    let mut bytes = bytes.to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::empty(), &mut bytes).map_err(|_| SealError::Text)?;
    Ok((nonce.as_ref().to_vec(), bytes))
}

fn decrypt(key: &RandomizedNonceKey, nonce: &[u8], mut bytes: Vec<u8>) -> Result<Vec<u8>, SealError> {
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Text)?;
    key.open_in_place(nonce, Aad::empty(), &mut bytes).map(|opened| opened.to_vec()).map_err(|_| SealError::Text)
}

fn key_of(bytes: &[u8]) -> Result<RandomizedNonceKey, SealError> {
    RandomizedNonceKey::new(&AES_256_GCM, bytes).map_err(|_| SealError::Text)
}

impl SealingKey {
    /// Encrypts a text under a new key.
    pub fn enclose(&self, text: &str) -> Result<Envelope, SealError> {
        let dek: [u8; 32] = random_bytes();
        let (nonce, wrapped) = encrypt(&self.key, &dek)?;
        let (iv, mut ciphertext) = encrypt(&key_of(&dek)?, text.as_bytes())?;
        let auth_tag = ciphertext.split_off(ciphertext.len().saturating_sub(TAG));
        Ok(Envelope { encrypted_dek: [nonce, wrapped].concat(), iv, auth_tag, ciphertext })
    }

    /// Decrypts one.
    pub fn disclose(&self, envelope: &Envelope) -> Result<String, SealError> {
        let Envelope { encrypted_dek, iv, auth_tag, ciphertext } = envelope;
        let (nonce, wrapped) = encrypted_dek.split_at_checked(NONCE_LEN).ok_or(SealError::Text)?;
        let dek = decrypt(&self.key, nonce, wrapped.to_vec())?;
        let text = decrypt(&key_of(&dek)?, iv, [ciphertext.as_slice(), auth_tag].concat())?;
        String::from_utf8(text).map_err(|_| SealError::Text)
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine as _};

    use super::{Envelope, SealError, SealingKey};

    fn key(byte: u8) -> SealingKey {
        SealingKey::from_base64(&BASE64_STANDARD.encode([byte; 32])).unwrap()
    }

    #[test]
    fn what_is_enclosed_is_disclosed_with_the_same_key_only() {
        let envelope = key(1).enclose("a token").unwrap();
        let lengths = [&envelope.encrypted_dek, &envelope.iv, &envelope.auth_tag, &envelope.ciphertext].map(Vec::len);
        assert_eq!(lengths, [12 + 32 + 16, 12, 16, "a token".len()]);
        assert_eq!(key(1).disclose(&envelope).unwrap(), "a token");
        assert_eq!(key(2).disclose(&envelope), Err(SealError::Text));
        assert_ne!(key(1).enclose("a token").unwrap(), envelope, "keys and nonces are used once");
        let again = Envelope::from_base64(&envelope.to_base64()).unwrap();
        assert_eq!(again, envelope);
        for part in 0..4 {
            let mut broken = envelope.clone();
            let Envelope { encrypted_dek, iv, auth_tag, ciphertext } = &mut broken;
            [encrypted_dek, iv, auth_tag, ciphertext][part][0] ^= 1;
            assert_eq!(key(1).disclose(&broken), Err(SealError::Text), "part {part}");
        }
        let empty = Envelope { encrypted_dek: Vec::new(), ..envelope };
        assert_eq!(key(1).disclose(&empty), Err(SealError::Text));
        for broken in ["", "!", "e30="] {
            assert_eq!(Envelope::from_base64(broken), Err(SealError::Text), "{broken}");
        }
    }
}
