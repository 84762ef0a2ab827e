//! Firebase's variant of scrypt: the derived key encrypts the project's signer key, and that is the hash.

use aws_lc_rs::cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::digest::same;

/// Highest `log2(N)` and largest block size of an import: at most 64 MiB.
const LARGEST: (u8, u32) = (16, 8);

/// With or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Parameters of a project with a user's salt.
#[derive(Debug)]
pub(super) struct Params {
    salt: Vec<u8>,
    signer_key: Vec<u8>,
    rounds: u32,
    memory: u8,
}

/// Base64 in either alphabet.
fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.replace('-', "+").replace('_', "/")).ok()
}

impl Params {
    /// `[salt, signer key, salt separator, rounds, memory cost, "@"]`.
    pub(super) fn parse(arguments: &[String]) -> Option<Self> {
        let [salt, signer_key, separator, rounds, memory, ..] = arguments else { return None };
        let mut salt = decode(salt)?;
        salt.extend(decode(separator)?);
        let (rounds, memory) = (rounds.parse().ok()?, memory.parse().ok()?);
        if memory == 0 || memory > LARGEST.0 || rounds == 0 || rounds > LARGEST.1 {
            return None;
        }
        Some(Self { salt, signer_key: decode(signer_key)?, rounds, memory })
    }

    pub(super) fn verify(&self, password: &str, hash: &str) -> bool {
        let Some(made) = self.hash(password) else { return false };
        decode(hash).is_some_and(|hash| same(&made, &hash))
    }

    fn hash(&self, password: &str) -> Option<Vec<u8>> {
        let params = scrypt::Params::new(self.memory, self.rounds, 1).ok()?;
        let mut key = [0; 32];
        scrypt::scrypt(password.as_bytes(), &self.salt, &params, &mut key).ok()?;
        let key = EncryptingKey::ctr(UnboundCipherKey::new(&AES_256, &key).ok()?).ok()?;
        let mut out = self.signer_key.clone();
        key.less_safe_encrypt(&mut out, EncryptionContext::Iv128(FixedLength::from([0; 16]))).ok()?;
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::Params;

    /// The example that Firebase publishes with its implementation.
    #[test]
    fn the_published_example() {
        let arguments = [
            "42xEC+ixf3L2lw==",
            "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
            "Bw==",
            "8",
            "14",
            "@",
        ]
        .map(str::to_owned);
        let params = Params::parse(&arguments).unwrap();
        let hash = "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
        assert!(params.verify("user1password", hash));
        assert!(!params.verify("user2password", hash));
    }
}
