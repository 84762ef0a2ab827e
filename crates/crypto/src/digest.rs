//! Digests that are not signatures.

use aws_lc_rs::digest;
use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};

/// SHA-256 of `data`.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    let hash = digest::digest(&digest::SHA256, data);
    for (to, from) in out.iter_mut().zip(hash.as_ref()) {
        *to = *from;
    }
    out
}

/// A strong entity tag of a body, in the form that clients of the API know:
/// `"<length in hex>-<27 characters of base64>"`. SHA-1 here only tells bodies apart.
pub fn etag(body: &[u8]) -> String {
    let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, body);
    let mut text = BASE64_STANDARD_NO_PAD.encode(hash.as_ref());
    text.truncate(27);
    format!("\"{:x}-{text}\"", body.len())
}

#[cfg(test)]
mod tests {
    use super::etag;

    #[test]
    fn etag_has_the_length_and_27_characters() {
        // The tag that RFC 3174's "abc" hashes to.
        assert_eq!(etag(b"abc"), "\"3-qZk+NkcGgWq6PiVxeFDCbJzQ2J0\"");
        assert_eq!(etag(b""), "\"0-2jmj7l5rSw0yVb/vlWAYkK/YBwk\"");
    }
}
