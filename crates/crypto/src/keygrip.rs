//! Signatures of cookies, in the form that clients of the API know: HMAC with SHA-1 in base64url.

use aws_lc_rs::hmac;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};

use crate::Secret;

fn mac(key: &Secret, text: &str) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.expose().as_bytes());
    hmac::sign(&key, text.as_bytes())
}

/// The signature of `name=value`.
pub fn sign(key: &Secret, text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(mac(key, text))
}

/// Whether a signature is that of `name=value`.
pub fn verify(key: &Secret, text: &str, signature: &str) -> bool {
    BASE64_URL_SAFE_NO_PAD
        .decode(signature)
        .is_ok_and(|signature| crate::digest::same(&signature, mac(key, text).as_ref()))
}

#[cfg(test)]
mod tests {
    use super::{sign, verify};
    use crate::Secret;

    #[test]
    fn a_signature_fits_one_text_and_one_key() {
        let key = Secret::new("a secret");
        let signature = sign(&key, "_session=x");
        assert_eq!(signature.len(), 27);
        assert!(verify(&key, "_session=x", &signature));
        assert!(!verify(&key, "_session=y", &signature) && !verify(&Secret::new("b"), "_session=x", &signature));
        assert!(!verify(&key, "_session=x", "!"));
    }
}
