//! One-time passwords by time (RFC 6238).

use totp_rs::{Algorithm, Builder, Secret};

/// The step of a code: this moment's, or one beside it. Nothing if it is of none. `now` is in seconds.
pub fn step_of(secret: &str, code: &str, now: i64) -> Option<i64> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let totp = Builder::new().with_algorithm(Algorithm::SHA1).with_secret(secret).with_skew(1).build_noncompliant();
    i64::try_from(totp.check(code, now.unsigned_abs())?).ok()
}
