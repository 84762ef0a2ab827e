//! Second factors that the user sets up on the way, or does not want to.

use avouch_domain::{Error, Result, email_blocklist, sso_connectors};
use avouch_model::users::mfa::Factor;
use avouch_shape::Input;
use avouch_store::Tenant;
use avouch_store::users::Account;

use crate::progress::{NewBackupCodes, NewTotp};
use crate::record::{CodeRecord, Passkey, Record};
use crate::settings::Settings;
use crate::{Event, State, mfa, settings};

/// Kinds of second factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum FactorType {
    /// One-time passwords by time.
    Totp,
    /// Passkeys and security keys.
    WebAuthn,
    /// Codes on paper.
    BackupCode,
    /// Codes by mail.
    EmailVerificationCode,
    /// Codes by text message.
    PhoneVerificationCode,
}

/// A factor to keep.
#[derive(Debug, Input)]
pub struct Bind {
    /// Kind.
    pub r#type: FactorType,
    /// The verification that proved it.
    pub verification_id: String,
}

/// What there is to know before anything is said of second factors.
async fn begin(tenant: &Tenant, state: &State) -> Result<(Settings, Option<Account>)> {
    if state.interaction_event == Event::ForgotPassword {
        return Err(Error::NotForForgotPassword);
    }
    let settings = settings::load(tenant).await?;
    let account = super::allowed(tenant, &settings, state).await?;
    Ok((settings, account))
}

/// Keeps a factor that was proved; it is written at the end.
pub async fn bind(tenant: &Tenant, state: &mut State, input: &Bind) -> Result<()> {
    let (settings, account) = begin(tenant, state).await?;
    let account = account.ok_or(Error::IdentifierNotFound)?;
    let record = state.find(&input.verification_id).cloned().ok_or(Error::VerificationNotFound)?;
    if !mfa::enabled(&settings, input.r#type.as_str()) {
        return Err(Error::MfaFactorNotEnabled);
    }
    match (input.r#type, record) {
        (FactorType::WebAuthn, Record::WebAuthn(passkey)) => keep_passkey(state, passkey)?,
        (FactorType::Totp, Record::Totp { secret: Some(secret), verified, .. }) => {
            if !verified {
                return Err(Error::VerificationFailed);
            }
            if account.factors.iter().any(|factor| matches!(factor, Factor::Totp { .. })) {
                return Err(Error::TotpInUse);
            }
            state.mfa.totp = Some(NewTotp { r#type: "Totp".to_owned(), secret });
        }
        (FactorType::BackupCode, Record::BackupCode { backup_codes: Some(codes), .. }) => {
            if mfa::configured::kinds(&settings, &account, state).is_empty() {
                return Err(Error::BackupCodeAlone);
            }
            state.mfa.backup_code = Some(NewBackupCodes { r#type: "BackupCode".to_owned(), codes });
        }
        (FactorType::EmailVerificationCode, Record::EmailVerificationCode(code)) => {
            let proved = bind_code(tenant, &settings, &account, state, code).await?;
            state.record(Record::MfaEmailVerificationCode(proved));
        }
        (FactorType::PhoneVerificationCode, Record::PhoneVerificationCode(code)) => {
            let proved = bind_code(tenant, &settings, &account, state, code).await?;
            state.record(Record::MfaPhoneVerificationCode(proved));
        }
        _ => return Err(Error::VerificationNotFound),
    }
    state.mfa.mfa_enabled = Some(true);
    Ok(())
}

/// A passkey that was made, for the account.
fn keep_passkey(state: &mut State, passkey: Passkey) -> Result<()> {
    let info = passkey.registration_info.filter(|_| passkey.verified).ok_or(Error::VerificationFailed)?;
    state.mfa.web_authn.retain(|known| known.credential_id != info.credential_id);
    state.mfa.web_authn.push(info);
    Ok(())
}

/// A passkey to keep.
#[derive(Debug, Input)]
pub struct BindPasskey {
    /// The verification that made it.
    pub verification_id: String,
}

/// Keeps a passkey for signing in, without a word on second factors; it is written at the end.
pub async fn bind_passkey(tenant: &Tenant, state: &mut State, input: &BindPasskey) -> Result<()> {
    let (settings, _) = begin(tenant, state).await?;
    let record = state.find(&input.verification_id).cloned().ok_or(Error::VerificationNotFound)?;
    let Record::WebAuthn(passkey) = record else { return Err(Error::VerificationNotFound) };
    if !settings::passkeys_sign_in(&settings) && !mfa::enabled(&settings, "WebAuthn") {
        return Err(Error::MfaFactorNotEnabled);
    }
    keep_passkey(state, passkey)
}

/// An address or number that becomes the account's own, and counts as used already.
async fn bind_code(
    tenant: &Tenant,
    settings: &Settings,
    account: &Account,
    state: &mut State,
    code: CodeRecord,
) -> Result<CodeRecord> {
    if !code.verified {
        return Err(Error::VerificationFailed);
    }
    let mut given = crate::progress::Profile::default();
    if code.identifier.r#type == crate::IdentifierType::Phone {
        given.primary_phone = Some(code.identifier.value.clone());
    } else {
        sso_connectors::refuse_email(tenant, &code.identifier.value).await?;
        email_blocklist::check(&settings.email_blocklist_policy, &code.identifier.value)?;
        given.primary_email = Some(code.identifier.value.clone());
    }
    super::refuse_existing(Some(account), &given)?;
    super::refuse_taken(tenant, &given, Some(account.user.id.as_str())).await?;
    state.profile.primary_email = given.primary_email.or(state.profile.primary_email.take());
    state.profile.primary_phone = given.primary_phone.or(state.profile.primary_phone.take());
    let template_type = avouch_model::email_templates::TemplateType::MfaVerification;
    Ok(CodeRecord { id: format!("{}-mfa", code.id), template_type, ..code })
}

/// Says that the user wants second factors.
pub async fn enable(tenant: &Tenant, state: &mut State) -> Result<()> {
    begin(tenant, state).await?;
    state.mfa.mfa_enabled = Some(true);
    Ok(())
}

/// Says that the user does not want to set one up.
pub async fn skip(tenant: &Tenant, state: &mut State) -> Result<()> {
    let (settings, account) = begin(tenant, state).await?;
    let by_organization = match &account {
        Some(account) => mfa::organization_demands(tenant, &settings, account.user.id.as_str()).await?,
        None => false,
    };
    if mfa::is_mandatory(&settings) || by_organization {
        return Err(Error::MfaNotSkippable);
    }
    state.mfa.mfa_skipped = Some(true);
    Ok(())
}

/// Says that the user does not want a further one.
pub async fn skip_suggestion(tenant: &Tenant, state: &mut State) -> Result<()> {
    begin(tenant, state).await?;
    state.mfa.additional_binding_suggestion_skipped = Some(true);
    Ok(())
}

/// Says that the user does not want a passkey.
pub async fn skip_passkey(tenant: &Tenant, state: &mut State) -> Result<()> {
    begin(tenant, state).await?;
    state.mfa.passkey_skipped = Some(true);
    Ok(())
}
