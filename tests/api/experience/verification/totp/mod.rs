//! `/api/experience/verification/totp`

mod secret;
mod verify;

use totp_rs::{Builder, Secret};

/// The code of an authenticator app at a time in seconds.
pub(in crate::experience) fn code_of(secret: &str, seconds: i64) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build_noncompliant();
    totp.generate(seconds.unsigned_abs()).to_string()
}
