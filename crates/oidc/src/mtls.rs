//! Access tokens that are bound to the certificate of the client's TLS connection (RFC 8705 section 3), which a trusted
//! proxy passes on.

use avouch_crypto::sha256;
use avouch_store::applications::Client;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use percent_encoding::percent_decode_str;

use crate::OidcError;

/// Longest header, in bytes.
const LONGEST: usize = 16 * 1024;

/// Whether a client's tokens are bound to its certificate.
pub(crate) fn binds(client: &Client) -> bool {
    client.application.custom_client_metadata.tls_client_certificate_bound_access_tokens == Some(true)
}

/// The thumbprint of the certificate that a header holds (RFC 8705 section 3.1).
pub(crate) fn thumbprint(header: Option<&str>) -> Result<Option<String>, OidcError> {
    let Some(header) = header.map(str::trim).filter(|header| !header.is_empty()) else { return Ok(None) };
    let unreadable = || OidcError::invalid_request("the client's certificate cannot be read");
    let certificate = certificate(header).ok_or_else(unreadable)?;
    Ok(Some(BASE64_URL_SAFE_NO_PAD.encode(sha256(&certificate))))
}

/// The certificate as bytes: in base64 between colons (RFC 9440 section 2.1), in PEM form with or without percent
/// encoding, or in plain base64.
fn certificate(header: &str) -> Option<Vec<u8>> {
    if header.len() > LONGEST {
        return None;
    }
    let text = percent_decode_str(header).decode_utf8().ok()?;
    let text = text.trim();
    let text = text.strip_prefix("-----BEGIN CERTIFICATE-----").map_or_else(
        || Some(text.strip_prefix(':').and_then(|text| text.strip_suffix(':')).unwrap_or(text)),
        |pem| pem.split_once("-----END CERTIFICATE-----").map(|(body, _)| body),
    )?;
    let body: String = text.chars().filter(|character| !character.is_ascii_whitespace()).collect();
    // A certificate is a sequence in DER.
    BASE64_STANDARD.decode(body).ok().filter(|bytes| bytes.first() == Some(&0x30))
}

#[cfg(test)]
mod tests {
    use super::thumbprint;

    #[test]
    fn a_certificate_is_the_same_however_the_proxy_writes_it() {
        let expected = thumbprint(Some("MAMCAQE=")).unwrap().unwrap();
        assert_eq!(expected.len(), 43);
        for header in [
            ":MAMCAQE=:",
            "-----BEGIN CERTIFICATE-----\nMAMC\nAQE=\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE----- MAMCAQE= -----END CERTIFICATE-----",
            "-----BEGIN%20CERTIFICATE-----%0AMAMCAQE%3D%0A-----END%20CERTIFICATE-----%0A",
        ] {
            assert_eq!(thumbprint(Some(header)).unwrap().as_deref(), Some(expected.as_str()), "{header}");
        }
        assert_eq!(thumbprint(None).unwrap(), None);
        assert_eq!(thumbprint(Some(" ")).unwrap(), None);
        for bad in ["nonsense!", "AAAA", "-----BEGIN CERTIFICATE-----MAMCAQE=", "%FF"] {
            assert!(thumbprint(Some(bad)).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_proxy_writes_stops_nobody(header in proptest::prelude::any::<String>()) {
            if let Ok(Some(read)) = thumbprint(Some(&header)) {
                proptest::prop_assert_eq!(read.len(), 43);
            }
        }
    }
}
