//! Lock-out of those who guess.

use avouch_crypto::{hex, sha256};
use avouch_model::Timestamp;
use avouch_model::hooks::HookEvent;
use avouch_store::Tenant;
use avouch_store::sentinel_activities::{self as stored, Attempt};
use serde_json::{Value, json};

use crate::{Error, Result, events};

const MINUTE: i64 = 60_000;

/// Failures that are this old are forgotten.
const WINDOW: i64 = 60 * MINUTE;

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

/// Notes an attempt on `target`; an error if it is blocked, even when it was right. The decision is made alone, so that
/// many guesses at once count each.
pub async fn note(tenant: &Tenant, policy: &Value, guess: Guess, target: &str, succeeded: bool) -> Result<()> {
    let number = |name: &str, default: i64| policy.get(name).and_then(Value::as_i64).unwrap_or(default);
    let (most, minutes) = (number("maxAttempts", 100), number("lockoutDuration", 60));
    let value = target;
    let target = hex(&sha256(target.as_bytes()));
    let now = tenant.now();
    let tx = tenant.begin().await?;
    let mut begins = false;
    let mut until = stored::blocked_until(&tx, &target, guess.pool(), now).await?;
    if until.is_none() && !succeeded {
        let since = Timestamp::from_millis(now.millis() - WINDOW);
        if stored::failures(&tx, &target, guess.pool(), since).await? + 1 >= most {
            until = Some(Timestamp::from_millis(now.millis() + minutes * MINUTE));
            begins = true;
        }
    }
    let attempt = Attempt { target: &target, action: guess.action(), succeeded, blocked_until: until };
    stored::create(&tx, &attempt).await?;
    if begins {
        let told = json!({ "type": guess.target_type(value), "value": value });
        events::raise(&tx, HookEvent::IdentifierLockout, told.as_object().cloned().unwrap_or_default()).await?;
    }
    tx.commit().await?;
    match until {
        Some(until) => Err(Error::TooManyAttempts { minutes: (until.millis() - now.millis()).div_euclid(MINUTE) + 1 }),
        None => Ok(()),
    }
}
