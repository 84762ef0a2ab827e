//! Whether a second factor is needed.

pub(crate) mod configured;

use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_store::Tenant;
use avouch_store::users::Account;
use serde_json::{Value, json};

use crate::adaptive::Risk;
use crate::record::{CodeRecord, Record};
use crate::settings::{self, Settings};
use crate::{State, adaptive, trusted_device};

/// Kinds of factors that the tenant has enabled.
pub(crate) fn enabled(settings: &Settings, kind: &str) -> bool {
    let factors = settings.mfa.get("factors").and_then(Value::as_array);
    factors.into_iter().flatten().any(|own| own.as_str() == Some(kind))
}

/// Kinds of factors that the user could use, the most convenient first.
pub(crate) fn usable(settings: &Settings, account: &Account) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    for (kind, has) in [
        ("WebAuthn", account.factors.iter().any(|factor| matches!(factor, Factor::WebAuthn { .. }))),
        ("Totp", account.factors.iter().any(|factor| matches!(factor, Factor::Totp { .. }))),
        ("PhoneVerificationCode", account.user.primary_phone.is_some()),
        ("EmailVerificationCode", account.user.primary_email.is_some()),
        ("BackupCode", account.factors.iter().any(has_unused)),
    ] {
        if has && enabled(settings, kind) {
            kinds.push(kind);
        }
    }
    kinds
}

pub(crate) fn has_unused(factor: &Factor) -> bool {
    match factor {
        Factor::BackupCode { codes, .. } => codes.iter().any(|code| code.used_at.is_none()),
        Factor::Totp { .. } | Factor::WebAuthn { .. } => false,
    }
}

pub(crate) fn is_mandatory(settings: &Settings) -> bool {
    settings.mfa.get("policy").and_then(Value::as_str).is_some_and(|policy| policy.ends_with("Mandatory"))
}

/// A passkey of the user is two factors in one.
fn is_passkey_sign_in(user: &str, state: &State) -> bool {
    let is_one = |record: &Record| matches!(record, Record::SignInPasskey(passkey) if passkey.proves(user));
    state.verification_records.iter().any(is_one)
}

/// A user with a second factor must have used one, unless the user may do without and chose to. Where circumstances
/// decide, only `risk` asks for one.
pub(crate) fn require(
    settings: &Settings,
    account: &Account,
    state: &State,
    circumstances: &Circumstances,
) -> Result<()> {
    // What more an enterprise's people have to prove is the enterprise's own affair.
    if state.profile.is_enterprise() || is_passkey_sign_in(account.user.id.as_str(), state) {
        return Ok(());
    }
    let usable = usable(settings, account);
    let is_spared = usable.is_empty() || is_spared(settings, account, circumstances.risk.as_ref());
    if is_spared || circumstances.device.is_some() || has_proved(settings, account, state) {
        return Ok(());
    }
    Err(needed(settings, account))
}

/// What bears on whether a factor is asked for.
#[derive(Debug)]
pub(crate) struct Circumstances {
    /// What speaks against its being the user.
    pub(crate) risk: Option<Risk>,
    /// The browser that stands for a factor.
    pub(crate) device: Option<String>,
}

/// What is known of them.
pub(crate) async fn circumstances(
    tenant: &Tenant,
    settings: &Settings,
    account: &Account,
    state: &State,
) -> Result<Circumstances> {
    Ok(Circumstances {
        risk: adaptive::risk(tenant, settings, account, state).await?,
        device: trusted_device::known(tenant, settings, account.user.id.as_str(), state).await?,
    })
}

/// The error that asks for a factor.
pub(crate) fn needed(settings: &Settings, account: &Account) -> Error {
    let usable = usable(settings, account);
    let masked = masked(&usable, account);
    Error::RequireMfa { available: json!({ "availableFactors": usable, "maskedIdentifiers": masked }) }
}

/// Whether the user does without this time.
fn is_spared(settings: &Settings, account: &Account, risk: Option<&Risk>) -> bool {
    if settings::is_adaptive(settings) {
        return risk.is_none();
    }
    let skips = flag(account, "enabled") == Some(false) || flag(account, "skipMfaOnSignIn") == Some(true);
    skips && !is_mandatory(settings)
}

/// What a user said of second factors.
pub(crate) fn flag(account: &Account, name: &str) -> Option<bool> {
    account.logto_config.get("mfa").and_then(|mfa| mfa.get(name)?.as_bool())
}

/// Whether the user used a factor that the tenant has.
fn has_proved(settings: &Settings, account: &Account, state: &State) -> bool {
    let user = account.user.id.as_str();
    let is_code =
        |record: &Record| matches!(record, Record::BackupCode { user_id, code: Some(_), .. } if user_id == user);
    has_strong_proof(settings, account, state)
        || (enabled(settings, "BackupCode") && state.verification_records.iter().any(is_code))
}

/// Whether the user used a factor that is more than a way back to another. One that is only being set up proves nothing.
pub(crate) fn has_strong_proof(settings: &Settings, account: &Account, state: &State) -> bool {
    let user = account.user.id.as_str();
    let is_own = |code: &CodeRecord, stored: &Option<String>, given: &Option<String>| {
        let value = Some(&code.identifier.value);
        code.verified && (stored.as_ref() == value || given.as_ref() == value)
    };
    let (stored, given) = (&account.user, &state.profile);
    state.verification_records.iter().any(|record| match record {
        Record::Totp { user_id, secret, verified, .. } => {
            secret.is_none() && *verified && user_id == user && enabled(settings, "Totp")
        }
        Record::MfaEmailVerificationCode(code) => {
            is_own(code, &stored.primary_email, &given.primary_email) && enabled(settings, "EmailVerificationCode")
        }
        Record::MfaPhoneVerificationCode(code) => {
            is_own(code, &stored.primary_phone, &given.primary_phone) && enabled(settings, "PhoneVerificationCode")
        }
        Record::WebAuthn(passkey) => passkey.proves(user) && enabled(settings, "WebAuthn"),
        Record::Password { .. }
        | Record::SignInPasskey(_)
        | Record::EmailVerificationCode(_)
        | Record::PhoneVerificationCode(_)
        | Record::NewPasswordIdentity { .. }
        | Record::Social { .. }
        | Record::EnterpriseSso { .. }
        | Record::OneTimeToken { .. }
        | Record::BackupCode { .. } => false,
    })
}

/// Hints at where codes would go.
pub(crate) fn masked(usable: &[&str], account: &Account) -> Value {
    let mut masked = serde_json::Map::new();
    if usable.contains(&"EmailVerificationCode")
        && let Some(email) = &account.user.primary_email
    {
        masked.insert("EmailVerificationCode".to_owned(), mask_email(email).into());
    }
    if usable.contains(&"PhoneVerificationCode")
        && let Some(phone) = &account.user.primary_phone
    {
        masked.insert("PhoneVerificationCode".to_owned(), mask_phone(phone).into());
    }
    masked.into()
}

/// Whether an organization of the user demands a second factor, where the tenant lets it.
pub(crate) async fn organization_demands(tenant: &Tenant, settings: &Settings, user: &str) -> Result<bool> {
    let policy = settings.mfa.get("organizationRequiredMfaPolicy").and_then(Value::as_str);
    if policy != Some("Mandatory") {
        return Ok(false);
    }
    Ok(avouch_store::organizations::users::needs_mfa(tenant, user).await?)
}

fn mask_email(email: &str) -> String {
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let shown: String = if local.chars().count() > 4 { local.chars().take(4).collect() } else { String::new() };
    format!("{shown}****@{domain}")
}

fn mask_phone(phone: &str) -> String {
    let from = phone.len().saturating_sub(4);
    format!("****{}", phone.get(from..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{mask_email, mask_phone};

    #[test]
    fn an_identifier_is_hinted_at() {
        assert_eq!(mask_email("charles@example.test"), "char****@example.test");
        assert_eq!(mask_email("ada@example.test"), "****@example.test");
        assert_eq!(mask_phone("14155552671"), "****2671");
        assert_eq!(mask_phone("1"), "****1");
    }
}
