//! What settings must agree with each other.

use avouch_model::sign_in_exp::{
    AdaptiveMfa, CustomUiCsp, EmailBlocklist, ForgotPasswordMethod, Mfa, PasswordExpiration, SignIn, SignInExperience,
    SignInIdentifier, SignUp, SignUpIdentifier, UpdateSignInExperience,
};
use avouch_shape::Patch;
use avouch_store::{Tx, custom_phrases};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{Channels, csp, mfa, username_policy};
use crate::{Error, Result, connectors, email_blocklist};

/// What the checks made of the input.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) csp: Option<CustomUiCsp>,
    pub(super) targets: Option<Vec<String>>,
    pub(super) adaptive_mfa: Option<AdaptiveMfa>,
    pub(super) blocklist: Option<EmailBlocklist>,
    pub(super) expiration: Option<PasswordExpiration>,
}

fn parsed<T: DeserializeOwned>(json: &avouch_model::Json) -> Option<T> {
    serde_json::from_str(json.text()).ok()
}

/// Checks, in the order of the API.
pub(super) async fn check(tx: &Tx, kept: &SignInExperience, input: &UpdateSignInExperience) -> Result<Checked> {
    let csp = input.custom_ui_csp.as_ref().map(csp::normal).transpose()?;
    let mut checked = Checked { csp, ..Checked::default() };
    fallback_language(tx, input).await?;
    username_case(tx, kept, input).await?;
    let channels = connectors::channels(tx).await?;
    if let Some(targets) = &input.social_sign_in_connector_targets {
        let available = connectors::social_targets(tx).await?;
        checked.targets = Some(targets.iter().filter(|target| available.contains(target)).cloned().collect());
    }
    if let Some(sign_up) = &input.sign_up {
        self::sign_up(sign_up, channels)?;
    }
    let second: Option<Mfa> = input.mfa.clone().or_else(|| parsed(&kept.mfa));
    if let Some(sign_in) = &input.sign_in {
        let up: SignUp = input.sign_up.clone().or_else(|| parsed(&kept.sign_up)).unwrap_or_default();
        self::sign_in(sign_in, &up, second.as_ref(), channels)?;
    }
    if let Some(second) = &input.mfa {
        let sign_in: SignIn = input.sign_in.clone().or_else(|| parsed(&kept.sign_in)).unwrap_or_default();
        mfa::factors(second, &sign_in)?;
    }
    let adaptive: AdaptiveMfa = parsed(&kept.adaptive_mfa).unwrap_or_default();
    checked.adaptive_mfa = mfa::adaptive(input, second.as_ref(), &adaptive)?;
    if let Patch::Value(methods) = &input.forgot_password_methods {
        for method in methods.iter() {
            let is_there = match method {
                ForgotPasswordMethod::EmailVerificationCode => channels.email,
                ForgotPasswordMethod::PhoneVerificationCode => channels.sms,
            };
            if !is_there {
                return Err(Error::ForgotPasswordNeedsConnector { method: method.as_str() });
            }
        }
    }
    checked.expiration = expiration(tx, kept, input, channels)?;
    if let Some(policy) = &input.email_blocklist_policy {
        checked.blocklist = Some(email_blocklist::normal(policy)?);
    }
    Ok(checked)
}

async fn fallback_language(tx: &Tx, input: &UpdateSignInExperience) -> Result<()> {
    let Some(info) = &input.language_info else { return Ok(()) };
    let tag = info.fallback_language.as_str();
    if crate::phrases::is_built_in(tag) || custom_phrases::get(tx, tag).await?.is_some() {
        return Ok(());
    }
    Err(Error::UnsupportedDefaultLanguage { language: tag })
}

async fn username_case(tx: &Tx, kept: &SignInExperience, input: &UpdateSignInExperience) -> Result<()> {
    let Some(policy) = &input.username_policy else { return Ok(()) };
    let was_sensitive = kept.username_policy.object().and_then(|kept| kept.get("caseSensitive")?.as_bool());
    if policy.case_sensitive || was_sensitive == Some(false) {
        return Ok(());
    }
    let conflicts = username_policy::case_sensitivity_conflicts(tx, 20).await?;
    if conflicts.total_conflicts == 0 {
        return Ok(());
    }
    Err(Error::UsernameCaseConflicts { conflicts: json!(conflicts) })
}

fn sign_up(sign_up: &SignUp, channels: Channels) -> Result<()> {
    let secondary = sign_up.secondary_identifiers.as_deref().unwrap_or_default();
    if sign_up.identifiers.is_empty() && !secondary.is_empty() {
        return Err(Error::MissingSignUpIdentifiers);
    }
    let mut all: Vec<SignUpIdentifier> = Vec::new();
    for identifier in &sign_up.identifiers {
        all.push(match identifier {
            SignInIdentifier::Username => SignUpIdentifier::Username,
            SignInIdentifier::Email => SignUpIdentifier::Email,
            SignInIdentifier::Phone => SignUpIdentifier::Phone,
        });
    }
    all.extend(secondary.iter().map(|secondary| secondary.identifier));
    let has = |wanted| all.contains(&wanted);
    let repeats = all.iter().enumerate().any(|(at, one)| all.iter().skip(at + 1).any(|other| other == one));
    let overlaps =
        has(SignUpIdentifier::EmailOrPhone) && (has(SignUpIdentifier::Email) || has(SignUpIdentifier::Phone));
    if repeats || overlaps {
        return Err(Error::DuplicatedSignUpIdentifiers);
    }
    let needs = |identifier: SignUpIdentifier| match identifier {
        SignUpIdentifier::Username => (false, false),
        SignUpIdentifier::Email => (true, false),
        SignUpIdentifier::Phone => (false, true),
        SignUpIdentifier::EmailOrPhone => (true, true),
    };
    let is_by_message = |identifier: SignInIdentifier| identifier != SignInIdentifier::Username;
    if sign_up.identifiers.iter().copied().any(is_by_message) && !sign_up.verify {
        return Err(Error::PasswordlessRequiresVerify);
    }
    for entry in secondary {
        if entry.identifier != SignUpIdentifier::Username && entry.verify != Some(true) {
            return Err(Error::PasswordlessRequiresVerify);
        }
    }
    for identifier in all {
        let (email, sms) = needs(identifier);
        available(email, sms, channels)?;
    }
    Ok(())
}

fn available(email: bool, sms: bool, channels: Channels) -> Result<()> {
    if email && !channels.email {
        return Err(Error::EnabledConnectorNotFound { kind: "Email" });
    }
    if sms && !channels.sms {
        return Err(Error::EnabledConnectorNotFound { kind: "Sms" });
    }
    Ok(())
}

fn sign_in(sign_in: &SignIn, sign_up: &SignUp, second: Option<&Mfa>, channels: Channels) -> Result<()> {
    for method in &sign_in.methods {
        if method.verification_code {
            let (email, sms) =
                (method.identifier == SignInIdentifier::Email, method.identifier == SignInIdentifier::Phone);
            available(email, sms, channels)?;
        }
        if !method.password && !method.verification_code {
            return Err(Error::AtLeastOneAuthenticationFactor);
        }
    }
    let needs_codes = sign_up.verify && !sign_up.password;
    let by_message = |identifier: SignInIdentifier| identifier != SignInIdentifier::Username;
    if needs_codes && sign_in.methods.iter().any(|method| by_message(method.identifier) && !method.verification_code) {
        return Err(Error::CodeSignInMustBeEnabled);
    }
    if let Some(second) = second {
        mfa::codes_for_sign_in(second, sign_in)?;
    }
    Ok(())
}

fn expiration(
    tx: &Tx,
    kept: &SignInExperience,
    input: &UpdateSignInExperience,
    channels: Channels,
) -> Result<Option<PasswordExpiration>> {
    let stored: PasswordExpiration = parsed(&kept.password_expiration).unwrap_or_default();
    let merged = match &input.password_expiration {
        Some(given) if given.enabled == Some(true) => PasswordExpiration {
            enabled: Some(true),
            valid_period_days: given.valid_period_days.or(stored.valid_period_days),
            enabled_at: match stored.enabled {
                Some(true) => stored.enabled_at.or_else(|| Some(tx.now().millis())),
                _ => Some(tx.now().millis()),
            },
        },
        Some(given) if given.enabled == Some(false) => {
            PasswordExpiration { enabled: Some(false), ..PasswordExpiration::default() }
        }
        Some(_) | None => stored.clone(),
    };
    if merged.enabled == Some(true) {
        if merged.valid_period_days.is_none_or(|days| days < 1) {
            return Err(Error::PasswordExpirationPeriod);
        }
        let methods: Option<Vec<ForgotPasswordMethod>> = match &input.forgot_password_methods {
            Patch::Value(methods) => Some(methods.to_vec()),
            Patch::Null => None,
            Patch::Absent => kept.forgot_password_methods.as_ref().and_then(parsed),
        };
        if !channels.recovers(methods.as_deref()) {
            return Err(Error::PasswordExpirationNeedsRecovery);
        }
    }
    Ok(input.password_expiration.is_some().then_some(merged))
}
