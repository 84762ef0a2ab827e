//! Whether a second factor is to be set up before the user goes on.

use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_store::Tenant;
use avouch_store::users::Account;
use serde_json::{Value, json};

use super::{enabled, flag, has_unused, is_mandatory, masked, organization_demands, usable};
use crate::settings::{self, Settings};
use crate::{Event, IdentifierType, State};

/// Kinds that can be set up, in the order of the API. Backup codes are only a way back to another.
const KINDS: [&str; 4] = ["WebAuthn", "Totp", "PhoneVerificationCode", "EmailVerificationCode"];

fn has_passkey(account: &Account) -> bool {
    account.factors.iter().any(|factor| matches!(factor, Factor::WebAuthn { .. }))
}

/// Where passkeys sign in, someone without one is asked to make one, once.
pub(crate) fn suggest_passkey(settings: &Settings, account: &Account, state: &State) -> Result<()> {
    let stored = account.logto_config.get("passkey_sign_in").and_then(|config| config.get("skipped")?.as_bool());
    let skipped = state.mfa.passkey_skipped == Some(true) || stored == Some(true);
    let has_one = has_passkey(account) || !state.mfa.web_authn.is_empty();
    if !settings::passkeys_sign_in(settings) || skipped || has_one { Ok(()) } else { Err(Error::PasskeyPreferred) }
}

/// What was set up on the way must still be what the tenant has.
pub(crate) fn refuse_disabled(settings: &Settings, state: &State) -> Result<()> {
    for (kind, is_there, also) in [
        ("Totp", state.mfa.totp.is_some(), false),
        ("BackupCode", state.mfa.backup_code.is_some(), false),
        ("WebAuthn", !state.mfa.web_authn.is_empty(), settings::passkeys_sign_in(settings)),
    ] {
        if is_there && !also && !enabled(settings, kind) {
            return Err(Error::MfaFactorNotEnabled);
        }
    }
    Ok(())
}

/// Whether the user has to set something up, or is asked to, before going on.
pub(crate) async fn require(tenant: &Tenant, settings: &Settings, account: &Account, state: &State) -> Result<()> {
    let factors: Vec<&str> = KINDS.into_iter().filter(|kind| enabled(settings, kind)).collect();
    if factors.is_empty() {
        return Ok(());
    }
    let policy = settings.mfa.get("policy").and_then(Value::as_str).unwrap_or("NoPrompt");
    let demanded = organization_demands(tenant, settings, account.user.id.as_str()).await?;
    let skipped = state.mfa.mfa_skipped == Some(true) || flag(account, "skipped") == Some(true);
    let waits = policy.starts_with("PromptOnlyAtSignIn") && state.interaction_event == Event::Register;
    let configured = kinds(settings, account, state);
    let is_on = state.mfa.mfa_enabled.or_else(|| flag(account, "enabled")).unwrap_or(!configured.is_empty());
    let optional = matches!(policy, "UserControlled" | "PromptAtSignInAndSignUp" | "PromptOnlyAtSignIn");
    if optional && !waits && !skipped && !demanded && !is_on {
        return Err(Error::SuggestMfa);
    }
    let exempt = waits || (policy == "NoPrompt" && !demanded) || (!is_mandatory(settings) && skipped && !demanded);
    if exempt {
        return Ok(());
    }
    if configured.is_empty() {
        let mut available = json!({ "availableFactors": factors });
        if let (false, false, Some(members)) = (is_mandatory(settings), demanded, available.as_object_mut()) {
            members.insert("skippable".to_owned(), true.into());
        }
        return Err(Error::MissingMfa { available });
    }
    suggest_more(settings, account, state, &factors, &configured)?;
    let has_codes = account.factors.iter().any(has_unused) || state.mfa.backup_code.is_some();
    if enabled(settings, "BackupCode") && !has_codes {
        return Err(Error::BackupCodeRequired);
    }
    Ok(())
}

/// Kinds that the user has, or has set up on the way; not backup codes.
pub(crate) fn kinds(settings: &Settings, account: &Account, state: &State) -> Vec<&'static str> {
    let usable = usable(settings, account);
    let staged = |kind: &str| match kind {
        "WebAuthn" => !state.mfa.web_authn.is_empty(),
        "Totp" => state.mfa.totp.is_some(),
        "EmailVerificationCode" => state.profile.primary_email.is_some(),
        "PhoneVerificationCode" => state.profile.primary_phone.is_some(),
        _ => false,
    };
    KINDS.into_iter().filter(|kind| usable.contains(kind) || (staged(kind) && enabled(settings, kind))).collect()
}

/// Someone whose only factors came by themselves, as what the account is known by or signs in with, is asked once
/// whether there shall be a further one.
fn suggest_more(
    settings: &Settings,
    account: &Account,
    state: &State,
    factors: &[&str],
    configured: &[&str],
) -> Result<()> {
    let stored = flag(account, "additionalBindingSuggestionSkipped");
    if state.mfa.additional_binding_suggestion_skipped.or(stored) == Some(true) {
        return Ok(());
    }
    let signs_in = settings::passkeys_sign_in(settings);
    let came_by_itself = |kind: &&str| match *kind {
        "EmailVerificationCode" => settings::is_sign_up_identifier(settings, IdentifierType::Email),
        "PhoneVerificationCode" => settings::is_sign_up_identifier(settings, IdentifierType::Phone),
        // One that was just set up as second factor is one.
        "WebAuthn" => signs_in && has_passkey(account),
        _ => false,
    };
    if factors.len() <= configured.len() || !configured.iter().all(came_by_itself) {
        return Ok(());
    }
    Err(Error::SuggestMoreMfa {
        available: json!({
            "availableFactors": factors,
            "maskedIdentifiers": masked(configured, account),
            "isWebAuthnUsedAsSignInPasskey": signs_in && has_passkey(account),
            "skippable": true,
            "suggestion": true,
        }),
    })
}
