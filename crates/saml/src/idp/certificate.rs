//! Certificates that signatures are checked with: each for its own key, signed with it.

use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bergshamra_keys::loader::load_x509_cert_der;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256};

use crate::Certificate;

/// Who is named in certificates.
const NAME: &str = "Avouch";

/// A certificate that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// PEM.
    pub pem: String,
    /// The last second at which it is good.
    pub expires_at: i64,
}

/// Makes a certificate for an RSA key in PEM form, good from a second on for some years.
pub fn issue(key: &str, from: i64, years: i64) -> Result<Issued, String> {
    let start = Timestamp::from_second(from).map_err(|error| error.to_string())?.to_zoned(TimeZone::UTC);
    let span = Span::new().try_years(years).map_err(|error| error.to_string())?;
    let end = start.checked_add(span).map_err(|error| error.to_string())?.timestamp().as_second();
    let key = KeyPair::from_pem_and_sign_algo(key, &PKCS_RSA_SHA256).map_err(|error| error.to_string())?;
    let at = |second: i64| {
        let since = Duration::from_secs(u64::try_from(second).unwrap_or_default());
        rcgen::date_time_ymd(1970, 1, 1) + since
    };
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, NAME);
    params.not_before = at(from);
    params.not_after = at(end);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    let made = params.self_signed(&key).map_err(|error| error.to_string())?;
    Ok(Issued { pem: made.pem(), expires_at: end })
}

/// Whether assertions can be encrypted for the key of a certificate.
pub fn fits_encryption(certificate: &str) -> bool {
    let der = Certificate::parse(certificate).and_then(|certificate| BASE64_STANDARD.decode(certificate.text).ok());
    der.is_some_and(|der| load_x509_cert_der(&der).is_ok_and(|key| key.data.algorithm_name().starts_with("RSA")))
}
