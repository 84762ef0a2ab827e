//! Certificates (RFC 5280) as metadata carries them: keys with a lifetime, trusted because they are listed.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use x509_cert::Certificate as X509;
use x509_cert::der::Decode as _;

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Base64 without line breaks.
    pub text: String,
    /// The first second at which it is good.
    pub starts_at: i64,
    /// The last second at which it is good.
    pub expires_at: i64,
}

impl Certificate {
    /// Reads base64, with or without the lines that PEM (RFC 7468) puts around it. Nothing if it is no certificate.
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("-----"));
        let text: String = lines.flat_map(str::chars).filter(|character| !character.is_whitespace()).collect();
        let der = BASE64_STANDARD.decode(&text).ok()?;
        let validity = X509::from_der(&der).ok()?.tbs_certificate.validity;
        let seconds = |time: x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).ok();
        Some(Self { text, starts_at: seconds(validity.not_before)?, expires_at: seconds(validity.not_after)? })
    }

    /// Whether it is good at a second of the Unix epoch.
    pub fn is_valid_at(&self, now: i64) -> bool {
        (self.starts_at..=self.expires_at).contains(&now)
    }
}

#[cfg(test)]
mod tests {
    use super::Certificate;

    #[test]
    fn what_is_no_certificate_is_none() {
        for text in ["", "nonsense", "AAAA", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
            assert_eq!(Certificate::parse(text), None, "{text}");
        }
    }
}
