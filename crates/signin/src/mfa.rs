//! Whether a second factor is needed.

use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_store::sign_in_experiences::Settings;
use avouch_store::users::Account;
use serde_json::{Value, json};

use crate::State;
use crate::state::Record;

/// Kinds of factors that the tenant has enabled.
fn enabled(settings: &Settings, kind: &str) -> bool {
    let factors = settings.mfa.get("factors").and_then(Value::as_array);
    factors.into_iter().flatten().any(|own| own.as_str() == Some(kind))
}

/// Kinds of factors that the user could use, the most convenient first.
fn usable(settings: &Settings, account: &Account) -> Vec<&'static str> {
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

fn has_unused(factor: &Factor) -> bool {
    match factor {
        Factor::BackupCode { codes, .. } => codes.iter().any(|code| code.used_at.is_none()),
        Factor::Totp { .. } | Factor::WebAuthn { .. } => false,
    }
}

fn is_mandatory(settings: &Settings) -> bool {
    settings.mfa.get("policy").and_then(Value::as_str).is_some_and(|policy| policy.ends_with("Mandatory"))
}

/// A user with a second factor must have used one, unless the user may do without and chose to.
pub(crate) fn require(settings: &Settings, account: &Account, state: &State) -> Result<()> {
    let usable = usable(settings, account);
    if usable.is_empty() {
        return Ok(());
    }
    let flag = |name: &str| account.logto_config.get("mfa").and_then(|mfa| mfa.get(name)?.as_bool());
    let skips = flag("enabled") == Some(false) || flag("skipMfaOnSignIn") == Some(true);
    if skips && !is_mandatory(settings) {
        return Ok(());
    }
    let user = account.user.id.as_str();
    let proved = state.verification_records.iter().any(|record| match record {
        Record::Totp { user_id, verified, .. } => *verified && user_id == user && enabled(settings, "Totp"),
        Record::BackupCode { user_id, code, .. } => {
            code.is_some() && user_id == user && enabled(settings, "BackupCode")
        }
        Record::Password { .. } | Record::NewPasswordIdentity { .. } => false,
    });
    if proved {
        return Ok(());
    }
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
    Err(Error::RequireMfa { available: json!({ "availableFactors": usable, "maskedIdentifiers": masked }) })
}

/// Where every user must have a second factor, one without cannot go on.
pub(crate) fn require_configured(settings: &Settings, account: &Account) -> Result<()> {
    let factors: Vec<&str> = ["WebAuthn", "Totp", "PhoneVerificationCode", "EmailVerificationCode"]
        .into_iter()
        .filter(|kind| enabled(settings, kind))
        .collect();
    let has_one = usable(settings, account).iter().any(|kind| *kind != "BackupCode");
    if !is_mandatory(settings) || factors.is_empty() || has_one {
        return Ok(());
    }
    Err(Error::MissingMfa { available: json!({ "availableFactors": factors }) })
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
