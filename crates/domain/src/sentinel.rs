//! Lock-out of those who guess: at an identifier from anywhere, or at many identifiers from one address.

use std::net::IpAddr;

use avouch_crypto::{hex, sha256};
use avouch_model::Timestamp;
use avouch_model::hooks::HookEvent;
use avouch_store::sentinel_activities::{self as stored, Attempt};
use avouch_store::{Tenant, Tx};
use serde_json::{Value, json};

use crate::users::identifiers::normal_phone;
use crate::{Error, Result, events};

const MINUTE: i64 = 60_000;

/// Failures that are this old are forgotten.
const WINDOW: i64 = 60 * MINUTE;

/// Failures from one address after which nothing is tried from there, whatever the identifier.
const MOST_FROM_ADDRESS: i64 = 300;

/// Everything that is guessed.
const EVERYTHING: [&str; 6] = ["Password", "VerificationCode", "OneTimeToken", "WebAuthn", "MfaTotp", "MfaBackupCode"];

/// What shares a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// Passwords, together with codes and one-time tokens.
    Password,
    /// Codes of messages, together with passwords.
    Code,
    /// One-time tokens, together with passwords.
    OneTimeToken,
    /// Passkeys as second factor.
    WebAuthn,
    /// One-time passwords by time.
    Totp,
    /// Backup codes.
    BackupCode,
}

impl Guess {
    fn action(self) -> &'static str {
        match self {
            Self::Password => "Password",
            Self::Code => "VerificationCode",
            Self::OneTimeToken => "OneTimeToken",
            Self::WebAuthn => "WebAuthn",
            Self::Totp => "MfaTotp",
            Self::BackupCode => "MfaBackupCode",
        }
    }

    /// What is known by a value: a user name begins with a letter and has no `@`, a number is digits.
    fn target_type(self, value: &str) -> &'static str {
        match self {
            Self::WebAuthn | Self::Totp | Self::BackupCode => "userId",
            Self::Password | Self::Code | Self::OneTimeToken if value.contains('@') => "email",
            Self::Password | Self::Code | Self::OneTimeToken
                if value.bytes().all(|letter| letter.is_ascii_digit() || letter == b'+') =>
            {
                "phone"
            }
            Self::Password | Self::Code | Self::OneTimeToken => "username",
        }
    }

    fn pool(self) -> &'static [&'static str] {
        match self {
            Self::Password | Self::Code | Self::OneTimeToken => &["Password", "VerificationCode", "OneTimeToken"],
            Self::WebAuthn => &["WebAuthn"],
            Self::Totp => &["MfaTotp"],
            Self::BackupCode => &["MfaBackupCode"],
        }
    }
}

/// Notes an attempt on `target`; an error if it or the address is blocked, even when it was right. The decision is made
/// alone, so that many guesses at once count each.
pub async fn note(tenant: &Tenant, policy: &Value, guess: Guess, target: &str, succeeded: bool) -> Result<()> {
    let number = |name: &str, default: i64| policy.get(name).and_then(Value::as_i64).unwrap_or(default);
    let (most, minutes) = (number("maxAttempts", 100), number("lockoutDuration", 60));
    let now = tenant.now();
    let tx = tenant.begin().await?;
    let counter = Counter { hash: hashed(target), actions: guess.pool(), most, minutes };
    let decision = counter.decide(&tx, succeeded).await?;
    counter.keep(&tx, guess, succeeded, &decision).await?;
    if decision.begins {
        let told = json!({ "type": guess.target_type(target), "value": target });
        events::raise(&tx, HookEvent::IdentifierLockout, told.as_object().cloned().unwrap_or_default()).await?;
    }
    let mut until = decision.until;
    if let Some(address) = tx.origin().and_then(|origin| counted(origin.ip.as_deref()?)) {
        let counter = Counter { hash: hashed(&address), actions: &EVERYTHING, most: MOST_FROM_ADDRESS, minutes };
        let decision = counter.decide(&tx, succeeded).await?;
        if !succeeded {
            counter.keep(&tx, guess, succeeded, &decision).await?;
        }
        until = until.max(decision.until);
    }
    tx.commit().await?;
    match until {
        Some(until) => Err(Error::TooManyAttempts { minutes: minutes_left(now, until) }),
        None => Ok(()),
    }
}

/// Minutes until then, begun ones counted.
fn minutes_left(now: Timestamp, until: Timestamp) -> i64 {
    (until.millis() - now.millis() + MINUTE - 1).div_euclid(MINUTE).max(1)
}

/// The name under which attempts on someone are counted. An address is the same in any case, and a number with or
/// without its national zero: whoever writes it another way guesses at the same account.
pub(crate) fn hashed(target: &str) -> String {
    let normal = normal_phone(target).unwrap_or_else(|_| target.trim().to_lowercase());
    hex(&sha256(normal.as_bytes()))
}

/// The name under which guesses from an address are counted. A private one may be a proxy's, behind which everyone is;
/// of IPv6, people have whole networks.
fn counted(ip: &str) -> Option<String> {
    match ip.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(ip) => {
            let is_near = ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified();
            (!is_near).then(|| format!("address:{ip}"))
        }
        IpAddr::V6(ip) => {
            let is_near = ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified();
            let [a, b, c, d, ..] = ip.segments();
            (!is_near).then(|| format!("address:{a:x}:{b:x}:{c:x}:{d:x}::/64"))
        }
    }
}

/// Attempts that are counted together.
struct Counter {
    hash: String,
    actions: &'static [&'static str],
    most: i64,
    minutes: i64,
}

/// What comes of an attempt.
struct Decision {
    /// Until when nothing more is tried.
    until: Option<Timestamp>,
    /// Whether that was decided now.
    begins: bool,
}

impl Counter {
    async fn decide(&self, tx: &Tx, succeeded: bool) -> Result<Decision> {
        let now = tx.now();
        let until = stored::blocked_until(tx, &self.hash, self.actions, now).await?;
        if until.is_some() || succeeded {
            return Ok(Decision { until, begins: false });
        }
        let since = Timestamp::from_millis(now.millis() - WINDOW);
        let begins = stored::failures(tx, &self.hash, self.actions, since).await? + 1 >= self.most;
        let until = begins.then(|| Timestamp::from_millis(now.millis() + self.minutes * MINUTE));
        Ok(Decision { until, begins })
    }

    async fn keep(&self, tx: &Tx, guess: Guess, succeeded: bool, decision: &Decision) -> Result<()> {
        let blocked_until = decision.until;
        let attempt = Attempt { target: &self.hash, action: guess.action(), succeeded, blocked_until };
        Ok(stored::create(tx, &attempt).await?)
    }
}

#[cfg(test)]
mod tests {
    use avouch_model::Timestamp;

    use super::{MINUTE, counted, minutes_left};

    #[test]
    fn begun_minutes_count() {
        let left = |millis| minutes_left(Timestamp::from_millis(5), Timestamp::from_millis(5 + millis));
        assert_eq!([10 * MINUTE, 10 * MINUTE - 1, 1, 0].map(left), [10, 10, 1, 1]);
    }

    #[test]
    fn addresses_that_may_be_everyones_are_not_counted() {
        for near in ["127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1", "x", ""] {
            assert_eq!(counted(near), None, "{near}");
        }
        assert_eq!(counted("203.0.113.7").as_deref(), Some("address:203.0.113.7"));
        assert_eq!(counted("::ffff:203.0.113.7").as_deref(), Some("address:203.0.113.7"));
        assert_eq!(counted("2001:db8:1:2:3::4"), counted("2001:db8:1:2:ffff::9"));
        assert_ne!(counted("2001:db8:1:2::1"), counted("2001:db8:1:3::1"));
    }
}
