//! Whether a second factor is needed.

use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_store::Tenant;
use avouch_store::users::Account;
use serde_json::{Value, json};

use crate::record::Record;
use crate::settings::{self, Settings};
use crate::{Event, State};

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

fn has_unused(factor: &Factor) -> bool {
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

/// A user with a second factor must have used one, unless the user may do without and chose to.
pub(crate) fn require(settings: &Settings, account: &Account, state: &State) -> Result<()> {
    // What more an enterprise's people have to prove is the enterprise's own affair.
    if state.profile.is_enterprise() || is_passkey_sign_in(account.user.id.as_str(), state) {
        return Ok(());
    }
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
        // One that is only being set up proves nothing.
        Record::Totp { user_id, secret, verified, .. } => {
            secret.is_none() && *verified && user_id == user && enabled(settings, "Totp")
        }
        Record::BackupCode { user_id, code, .. } => {
            code.is_some() && user_id == user && enabled(settings, "BackupCode")
        }
        Record::MfaEmailVerificationCode(code) => code.verified && enabled(settings, "EmailVerificationCode"),
        Record::MfaPhoneVerificationCode(code) => code.verified && enabled(settings, "PhoneVerificationCode"),
        Record::WebAuthn(passkey) => passkey.proves(user) && enabled(settings, "WebAuthn"),
        Record::Password { .. }
        | Record::SignInPasskey(_)
        | Record::EmailVerificationCode(_)
        | Record::PhoneVerificationCode(_)
        | Record::NewPasswordIdentity { .. }
        | Record::Social { .. }
        | Record::EnterpriseSso { .. }
        | Record::OneTimeToken { .. } => false,
    });
    if proved {
        return Ok(());
    }
    let masked = masked(&usable, account);
    Err(Error::RequireMfa { available: json!({ "availableFactors": usable, "maskedIdentifiers": masked }) })
}

/// Hints at where codes would go.
fn masked(usable: &[&str], account: &Account) -> Value {
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

/// Where passkeys sign in, someone without one is asked to make one, once.
pub(crate) fn suggest_passkey(settings: &Settings, account: &Account, state: &State) -> Result<()> {
    let stored = account.logto_config.get("passkey_sign_in").and_then(|config| config.get("skipped")?.as_bool());
    let skipped = state.mfa.passkey_skipped == Some(true) || stored == Some(true);
    let has_one = account.factors.iter().any(|factor| matches!(factor, Factor::WebAuthn { .. }))
        || !state.mfa.web_authn.is_empty();
    if !settings::passkeys_sign_in(settings) || skipped || has_one { Ok(()) } else { Err(Error::PasskeyPreferred) }
}

/// Whether the user has to set something up, or is asked to, before going on.
pub(crate) async fn require_configured(
    tenant: &Tenant,
    settings: &Settings,
    account: &Account,
    state: &State,
) -> Result<()> {
    let factors: Vec<&str> = ["WebAuthn", "Totp", "PhoneVerificationCode", "EmailVerificationCode"]
        .into_iter()
        .filter(|kind| enabled(settings, kind))
        .collect();
    if factors.is_empty() {
        return Ok(());
    }
    let policy = settings.mfa.get("policy").and_then(Value::as_str).unwrap_or("NoPrompt");
    let demanded = organization_demands(tenant, settings, account.user.id.as_str()).await?;
    let flag = |name: &str| account.logto_config.get("mfa").and_then(|mfa| mfa.get(name)?.as_bool());
    let skipped = state.mfa.mfa_skipped == Some(true) || flag("skipped") == Some(true);
    let at_sign_in_only = policy.starts_with("PromptOnlyAtSignIn");
    let waits = at_sign_in_only && state.interaction_event == Event::Register;
    let has_one = has_configured(settings, account, state);
    let is_on = state.mfa.mfa_enabled.or_else(|| flag("enabled")).unwrap_or(has_one);
    let optional = matches!(policy, "UserControlled" | "PromptAtSignInAndSignUp" | "PromptOnlyAtSignIn");
    if optional && !waits && !skipped && !demanded && !is_on {
        return Err(Error::SuggestMfa);
    }
    let exempt = waits || (policy == "NoPrompt" && !demanded) || (!is_mandatory(settings) && skipped && !demanded);
    if exempt {
        return Ok(());
    }
    if !has_one {
        let mut available = json!({ "availableFactors": factors });
        if let (false, false, Some(members)) = (is_mandatory(settings), demanded, available.as_object_mut()) {
            members.insert("skippable".to_owned(), true.into());
        }
        return Err(Error::MissingMfa { available });
    }
    let has_codes = account.factors.iter().any(has_unused) || state.mfa.backup_code.is_some();
    if enabled(settings, "BackupCode") && !has_codes {
        return Err(Error::BackupCodeRequired);
    }
    Ok(())
}

/// Whether there is a factor that is more than a way back to another.
fn has_configured(settings: &Settings, account: &Account, state: &State) -> bool {
    let staged = [
        ("WebAuthn", !state.mfa.web_authn.is_empty()),
        ("Totp", state.mfa.totp.is_some()),
        ("EmailVerificationCode", state.profile.primary_email.is_some()),
        ("PhoneVerificationCode", state.profile.primary_phone.is_some()),
    ];
    usable(settings, account).iter().any(|kind| *kind != "BackupCode")
        || staged.into_iter().any(|(kind, is_there)| is_there && enabled(settings, kind))
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
