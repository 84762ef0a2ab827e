//! Signatures of requests.

pub(crate) mod aliyun;
pub(crate) mod aws;
pub(crate) mod tencent;

use avouch_crypto::jose::SigningKey;
use aws_lc_rs::hmac;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Error;

/// What a keyed digest is made with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// HMAC (RFC 2104).
pub(crate) fn hmac(hash: Hash, key: &[u8], message: &[u8]) -> Vec<u8> {
    let algorithm = match hash {
        Hash::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        Hash::Sha256 => hmac::HMAC_SHA256,
        Hash::Sha384 => hmac::HMAC_SHA384,
        Hash::Sha512 => hmac::HMAC_SHA512,
    };
    hmac::sign(&hmac::Key::new(algorithm, key), message).as_ref().to_vec()
}

/// An RSA signature with SHA-256 (RFC 8017 section 8.2). The key is in PEM form, or only its base64.
pub(crate) fn rsa_sha256(key: &str, message: &[u8]) -> Result<Vec<u8>, Error> {
    let unusable = || Error::InvalidConfig("the private key cannot be used".to_owned());
    let key = key.trim();
    let wrapped = || format!("-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\n");
    let pem = if key.starts_with("-----") { key.to_owned() } else { wrapped() };
    let key = SigningKey::from_pem(&pem).map_err(|_| unusable())?;
    if key.verifying().algorithm().name() != "RS256" {
        return Err(unusable());
    }
    key.sign(message).map_err(|_| unusable())
}

/// Base64 for addresses, without padding.
pub(crate) fn url_safe(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// What RFC 3986 leaves as it is stays as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Text as part of an address (RFC 3986 section 2.1).
pub(crate) fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A moment, in seconds since the Unix epoch, as it is written so many hours east of Greenwich; the format is that of
/// `strftime`.
pub(crate) fn moment(seconds: i64, east: i8, format: &str) -> String {
    let zone = TimeZone::fixed(tz::offset(east));
    Timestamp::from_second(seconds).unwrap_or_default().to_zoned(zone).strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::{moment, percent};

    #[test]
    fn moments_and_addresses_are_written() {
        assert_eq!(moment(1_700_000_000, 8, "%Y-%m-%d %H:%M:%S"), "2023-11-15 06:13:20");
        assert_eq!(moment(1_700_000_000, 0, "%Y-%m-%dT%H:%M:%SZ"), "2023-11-14T22:13:20Z");
        assert_eq!(percent("a b*~/é"), "a%20b%2A~%2F%C3%A9");
    }
}
