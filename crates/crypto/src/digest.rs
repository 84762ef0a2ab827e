//! Digests that are not signatures.

use std::num::NonZeroU32;

use aws_lc_rs::{digest, hmac, pbkdf2 as stretch};
use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};

/// SHA-1 of `data`, for those who know something by it: it protects nothing.
pub fn sha1(data: &[u8]) -> Vec<u8> {
    Digest::Sha1.of(data)
}

/// SHA-256 of `data`.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    let hash = digest::digest(&digest::SHA256, data);
    for (to, from) in out.iter_mut().zip(hash.as_ref()) {
        *to = *from;
    }
    out
}

/// A digest that hashes of other systems are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digest {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// The digest of a name such as `sha256` or `SHA-256`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().replace('-', "").as_str() {
            "md5" => Self::Md5,
            "sha1" => Self::Sha1,
            "sha224" => Self::Sha224,
            "sha256" => Self::Sha256,
            "sha384" => Self::Sha384,
            "sha512" => Self::Sha512,
            _ => return None,
        })
    }

    /// Bytes of its output.
    pub(crate) fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The digest of `data`.
    pub(crate) fn of(self, data: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Md5 => {
                use md5::Digest as _;
                return md5::Md5::digest(data).to_vec();
            }
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha224 => &digest::SHA224,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, data).as_ref().to_vec()
    }
}

/// PBKDF2 (RFC 8018) over a digest; nothing for a digest that it is not used with.
pub(crate) fn pbkdf2(digest: Digest, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Option<Vec<u8>> {
    let algorithm = match digest {
        Digest::Sha1 => stretch::PBKDF2_HMAC_SHA1,
        Digest::Sha256 => stretch::PBKDF2_HMAC_SHA256,
        Digest::Sha384 => stretch::PBKDF2_HMAC_SHA384,
        Digest::Sha512 => stretch::PBKDF2_HMAC_SHA512,
        Digest::Md5 | Digest::Sha224 => return None,
    };
    let mut out = vec![0; length];
    stretch::derive(algorithm, NonZeroU32::new(rounds)?, salt, password, &mut out);
    Some(out)
}

/// HMAC (RFC 2104) with SHA-384.
pub(crate) fn hmac_sha384(key: &[u8], data: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA384, key), data).as_ref().to_vec()
}

/// HMAC with SHA-256 (RFC 2104).
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let tag = aws_lc_rs::hmac::sign(&aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, key), message);
    let mut out = [0; 32];
    out.copy_from_slice(tag.as_ref());
    out
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes that a hexadecimal text stands for.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// Whether two byte strings are the same, in a time that does not tell where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(one, other).into()
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
