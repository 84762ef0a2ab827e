//! Who it is, or who it shall be.

pub(crate) mod social;
pub(crate) mod sso;

use avouch_crypto::password::Hashed;
use avouch_domain::users::identifiers::{self, Wanted};
use avouch_domain::users::register::{self, Registration};
use avouch_domain::{Error, Result, email_blocklist, sso_connectors, username_policy};
use avouch_shape::Input;
use avouch_store::users::Account;
use avouch_store::{Tenant, Tx};
use serde_json::Value;

use crate::profile::{self, extra};
use crate::progress::Profile;
use crate::record::Record;
use crate::settings::Settings;
use crate::{Event, Identifier, IdentifierType, State, Surroundings, settings, verification};

/// What identifies the user.
#[derive(Debug, Input)]
pub struct Identification {
    /// A verification that was made before.
    pub verification_id: Option<String>,
    /// Whether someone from a social provider is taken for whoever has the same phone number or e-mail address here.
    pub link_social_identity: Option<bool>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identified {
    /// A user who was there, with what is taken over from a provider at the end.
    Known(Option<Value>),
    /// Someone new whose account is to be made: [`create`].
    New,
    /// A new user.
    Created,
}

/// Identifies the user, or says that a new one has all that an account needs. What was given is kept in the state even
/// when something is still missing.
pub async fn identify(tenant: &Tenant, state: &mut State, input: &Identification) -> Result<Identified> {
    let settings = settings::load(tenant).await?;
    match state.interaction_event {
        Event::Register => register(tenant, &settings, state, input).await,
        Event::SignIn | Event::ForgotPassword => sign_in(tenant, &settings, state, input).await.map(Identified::Known),
    }
}

/// Answers what is taken over from a provider, if it is one that says who it is.
async fn sign_in(
    tenant: &Tenant,
    settings: &Settings,
    state: &mut State,
    input: &Identification,
) -> Result<Option<Value>> {
    let id = input.verification_id.as_deref().ok_or(Error::InvalidBody)?;
    let record = state.find(id).cloned().ok_or(Error::VerificationNotFound)?;
    let link = matches!(record, Record::OneTimeToken { verified: true, .. });
    if !link {
        if state.interaction_event == Event::SignIn && !settings::signs_in(settings) {
            return Err(Error::NotAllowed { details: "sign-in is closed" });
        }
        allowed(settings, state.interaction_event, &record)?;
    }
    let (identifier, verified) = match &record {
        Record::Password { identifier, verified, .. } | Record::OneTimeToken { identifier, verified, .. } => {
            (identifier.clone(), *verified)
        }
        Record::EmailVerificationCode(code) | Record::PhoneVerificationCode(code) => {
            (code.identifier.clone(), code.verified)
        }
        Record::Social { connector_id, social_user_info, .. } => {
            let person = social_user_info.as_ref().ok_or(Error::VerificationFailed)?;
            let link = input.link_social_identity == Some(true);
            let (account, given) = social::holder(tenant, connector_id, person, link).await?;
            return become_synced(state, &account, given);
        }
        Record::EnterpriseSso { connector_id, enterprise_sso_user_info, issuer, .. } => {
            let person = enterprise_sso_user_info.as_ref().zip(issuer.as_deref()).ok_or(Error::VerificationFailed)?;
            let (account, given) = sso::holder(tenant, connector_id, person).await?;
            return become_synced(state, &account, given);
        }
        Record::SignInPasskey(passkey) => {
            let user = passkey.user_id.as_deref().ok_or(Error::PasskeyOfNobody)?;
            if !avouch_store::users::identities::sso(tenant, user).await?.is_empty() {
                return Err(Error::PasskeyOfEnterprise);
            }
            if !passkey.verified {
                return Err(Error::VerificationFailed);
            }
            let account = avouch_store::users::account(tenant, user).await?.ok_or(Error::PasskeyOfNobody)?;
            return become_user(state, &account).map(|()| None);
        }
        Record::WebAuthn(_)
        | Record::MfaEmailVerificationCode(_)
        | Record::MfaPhoneVerificationCode(_)
        | Record::NewPasswordIdentity { .. }
        | Record::Totp { .. }
        | Record::BackupCode { .. } => return Err(Error::SignInMethodNotEnabled),
    };
    if !link && state.interaction_event == Event::SignIn && identifier.r#type == IdentifierType::Email {
        sso_connectors::refuse_email(tenant, &identifier.value).await?;
    }
    if !verified {
        return Err(Error::VerificationFailed);
    }
    let account = verification::holder(tenant, &identifier).await?;
    let account = account.ok_or(Error::UserNotExist { identifier: identifier.value })?;
    become_user(state, &account)?;
    if let Record::OneTimeToken { one_time_token_context: Some(context), .. } = record {
        state.profile.jit_organization_ids = context.jit_organization_ids.unwrap_or_default();
    }
    Ok(None)
}

/// The same for someone of whom a provider tells more.
fn become_synced(state: &mut State, account: &Account, given: Profile) -> Result<Option<Value>> {
    become_user(state, account)?;
    let synced = given.shown();
    profile::merge(&mut state.profile, given);
    Ok(Some(synced).filter(|synced| synced.as_object().is_some_and(|members| !members.is_empty())))
}

/// From here on the interaction is this user's.
fn become_user(state: &mut State, account: &Account) -> Result<()> {
    if account.user.is_suspended {
        return Err(Error::UserSuspended);
    }
    let user = account.user.id.to_string();
    if state.user_id.as_ref().is_some_and(|known| *known != user) {
        return Err(Error::IdentityConflict);
    }
    state.user_id = Some(user);
    Ok(())
}

/// Whether the tenant lets people sign in, or recover a password, by such a proof.
fn allowed(settings: &Settings, event: Event, record: &Record) -> Result<()> {
    let kind = match record {
        Record::Password { identifier, .. } if event == Event::SignIn => {
            return if settings::password_method(settings, identifier.r#type) {
                Ok(())
            } else {
                Err(Error::SignInMethodNotEnabled)
            };
        }
        Record::Social { .. } if event == Event::SignIn => return Ok(()),
        Record::EnterpriseSso { .. } if event == Event::SignIn && settings.single_sign_on => return Ok(()),
        Record::SignInPasskey(_) if event == Event::SignIn && settings::passkeys_sign_in(settings) => return Ok(()),
        Record::EmailVerificationCode(code) | Record::PhoneVerificationCode(code) => Some(code.identifier.r#type),
        _ => None,
    };
    match (event, kind) {
        (Event::ForgotPassword, Some(kind)) if settings::recovers(settings, kind) => Ok(()),
        (Event::ForgotPassword, _) => Err(Error::MethodNotForForgotPassword),
        (Event::SignIn | Event::Register, Some(kind)) if settings::code_method(settings, kind) => Ok(()),
        (Event::SignIn | Event::Register, _) => Err(Error::SignInMethodNotEnabled),
    }
}

/// Takes over what a proof gives for a new account.
async fn take_over(tenant: &Tenant, settings: &Settings, record: Record) -> Result<Profile> {
    // What the tenant does not take is said before what was not proved.
    if let Some(email) = email(&record) {
        sso_connectors::refuse_email(tenant, email).await?;
        email_blocklist::check(&settings.email_blocklist_policy, email)?;
    }
    let mut profile = Profile::default();
    let mut take = |Identifier { r#type, value }: Identifier| match r#type {
        IdentifierType::Username => profile.username = Some(value),
        IdentifierType::Email => profile.primary_email = Some(value),
        IdentifierType::Phone => profile.primary_phone = Some(value),
    };
    match record {
        Record::NewPasswordIdentity {
            identifier,
            password_encrypted: Some(digest),
            password_encryption_method: Some(algorithm),
            ..
        } => {
            take(identifier);
            profile.password_encrypted = Some(digest);
            profile.password_encryption_method = Some(algorithm);
        }
        Record::EmailVerificationCode(code) | Record::PhoneVerificationCode(code) if code.verified => {
            take(code.identifier);
        }
        Record::OneTimeToken { identifier, verified: true, one_time_token_context, .. } => {
            take(identifier);
            let context = one_time_token_context.unwrap_or_default();
            profile.jit_organization_ids = context.jit_organization_ids.unwrap_or_default();
        }
        Record::Social { connector_id, social_user_info: Some(person), .. } => {
            return social::take_over(tenant, settings, &connector_id, &person).await;
        }
        Record::EnterpriseSso {
            connector_id, enterprise_sso_user_info: Some(person), issuer: Some(issuer), ..
        } => {
            return sso::take_over(tenant, settings, &connector_id, (&person, &issuer)).await;
        }
        _ => return Err(Error::VerificationFailed),
    }
    if let Some(username) = &profile.username {
        username_policy::check(&settings.username_policy, username)?;
    }
    let wanted = wanted(&profile);
    identifiers::check_username(tenant, &wanted, None).await?;
    identifiers::check_email(tenant, &wanted, None).await?;
    identifiers::check_phone(tenant, &wanted, None).await?;
    Ok(profile)
}

/// The address that a record is about.
fn email(record: &Record) -> Option<&str> {
    match record {
        Record::EmailVerificationCode(code) => Some(&code.identifier.value),
        Record::OneTimeToken { identifier, .. } => Some(&identifier.value),
        _ => None,
    }
}

/// What an account is to be known by.
pub(crate) fn wanted(profile: &Profile) -> Wanted {
    Wanted {
        username: profile.username.clone(),
        email: profile.primary_email.clone(),
        phone: profile.primary_phone.clone(),
    }
}

async fn register(
    tenant: &Tenant,
    settings: &Settings,
    state: &mut State,
    input: &Identification,
) -> Result<Identified> {
    if let Some(id) = input.verification_id.as_deref() {
        let record = state.find(id).cloned().ok_or(Error::VerificationNotFound)?;
        let new = take_over(tenant, settings, record).await?;
        // The account of the one who is there is not exchanged for a new one.
        if state.user_id.is_some() {
            return Err(Error::IdentityConflict);
        }
        let kept = std::mem::take(&mut state.profile);
        state.profile = Profile {
            username: new.username.or(kept.username),
            primary_email: new.primary_email.or(kept.primary_email),
            primary_phone: new.primary_phone.or(kept.primary_phone),
            password_encrypted: new.password_encrypted.or(kept.password_encrypted),
            password_encryption_method: new.password_encryption_method.or(kept.password_encryption_method),
            jit_organization_ids: new.jit_organization_ids,
            name: new.name.or(kept.name),
            avatar: new.avatar.or(kept.avatar),
            social_identity: new.social_identity.or(kept.social_identity),
            enterprise_sso_identity: new.enterprise_sso_identity.or(kept.enterprise_sso_identity),
            ..kept
        };
    }
    if state.user_id.is_some() {
        // The account that was made on the way is there already.
        return if state.is_new { Ok(Identified::Created) } else { Err(Error::IdentityConflict) };
    }
    if !settings::registers(settings) && !state.has_one_time_token() {
        return Err(Error::NotAllowed { details: "registration is closed" });
    }
    refuse_without_captcha(settings, state)?;
    let enterprise = state.profile.is_enterprise();
    let waived = enterprise || (state.profile.social_identity.is_some() && settings::social_suffices(settings));
    let missing: Vec<&'static str> =
        settings::mandatory(settings).into_iter().filter(|wanted| !waived && lacks(&state.profile, wanted)).collect();
    if !missing.is_empty() {
        return Err(Error::MissingProfile { missing });
    }
    if !enterprise && extra::is_missing(tenant, settings, None, &state.profile).await? {
        return Err(Error::MissingProfile { missing: vec!["extraProfile"] });
    }
    Ok(Identified::New)
}

/// Makes the account of someone new, after [`identify`]. The transaction is the caller's, who keeps the state in it: an
/// account that nobody's state knows of would be nobody's.
pub async fn create(tx: &Tx, around: &Surroundings<'_>, state: &mut State) -> Result<()> {
    let profile = state.profile.clone();
    let hashed = profile.password_encrypted.clone().zip(profile.password_encryption_method);
    let registration = Registration {
        wanted: wanted(&profile),
        password: hashed.map(|(digest, algorithm)| Hashed { algorithm, digest }),
        name: profile.name,
        avatar: profile.avatar,
        profile: profile.profile,
        custom_data: profile.custom_data,
        organizations: profile.jit_organization_ids,
        identities: profile.social_identity.as_ref().map(social::members).into_iter().collect(),
        enterprise: profile.enterprise_sso_identity.as_ref().map(sso::new_identity),
        client: around.application,
    };
    let user = register::create(tx, registration).await?;
    // Where the user comes from counts until the end.
    let synced_enterprise_sso_identity = profile.enterprise_sso_identity;
    state.profile = Profile { synced_enterprise_sso_identity, submitted: profile.submitted, ..Profile::default() };
    state.user_id = Some(user.to_string());
    state.is_new = true;
    Ok(())
}

fn lacks(profile: &Profile, wanted: &str) -> bool {
    match wanted {
        "username" => profile.username.is_none(),
        "email" => profile.primary_email.is_none(),
        "phone" => profile.primary_phone.is_none(),
        "emailOrPhone" => profile.primary_email.is_none() && profile.primary_phone.is_none(),
        // A social identity does instead of a password.
        "password" => profile.password_encrypted.is_none() && profile.social_identity.is_none(),
        _ => false,
    }
}

/// Where people have to prove that they are people, nobody goes on without.
pub(crate) fn refuse_without_captcha(settings: &Settings, state: &State) -> Result<()> {
    if settings::wants_captcha(settings) && !state.captcha.verified && !state.captcha.skipped {
        return Err(Error::CaptchaRequired);
    }
    Ok(())
}
