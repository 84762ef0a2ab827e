//! Who it is, or who it shall be.

use avouch_crypto::password::Hashed;
use avouch_domain::users::identifiers::Wanted;
use avouch_domain::{Error, Result, users};
use avouch_shape::Input;
use avouch_store::Tenant;
use avouch_store::sign_in_experiences::Settings;

use crate::state::Record;
use avouch_domain::username_policy;

use crate::{Event, State, settings, verification};

/// What identifies the user.
#[derive(Debug, Input)]
pub struct Identification {
    /// A verification that was made before.
    pub verification_id: Option<String>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identified {
    /// A user who was there.
    Known,
    /// A new user.
    Created,
}

/// Identifies the user, or makes a new one. What was given is kept in the state even when something is still missing.
pub async fn identify(tenant: &Tenant, state: &mut State, input: &Identification) -> Result<Identified> {
    let settings = settings::load(tenant).await?;
    match state.interaction_event {
        Event::Register => register(tenant, &settings, state, input).await.map(|()| Identified::Created),
        Event::SignIn | Event::ForgotPassword => {
            sign_in(tenant, &settings, state, input).await.map(|()| Identified::Known)
        }
    }
}

async fn sign_in(tenant: &Tenant, settings: &Settings, state: &mut State, input: &Identification) -> Result<()> {
    let id = input.verification_id.as_deref().ok_or(Error::InvalidBody)?;
    let record = state.find(id).ok_or(Error::VerificationNotFound)?;
    if state.interaction_event == Event::SignIn && !settings::signs_in(settings) {
        return Err(Error::NotAllowed { details: "sign-in is closed" });
    }
    if state.interaction_event == Event::ForgotPassword {
        return Err(Error::MethodNotForForgotPassword);
    }
    let (identifier, verified) = match record {
        Record::Password { identifier, verified, .. } if settings::password_method(settings, identifier.r#type) => {
            (identifier.clone(), *verified)
        }
        Record::Password { .. }
        | Record::NewPasswordIdentity { .. }
        | Record::Totp { .. }
        | Record::BackupCode { .. } => {
            return Err(Error::SignInMethodNotEnabled);
        }
    };
    if !verified {
        return Err(Error::VerificationFailed);
    }
    let account = verification::holder(tenant, &identifier).await?;
    let account = account.ok_or(Error::UserNotExist { identifier: identifier.value })?;
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

async fn register(tenant: &Tenant, settings: &Settings, state: &mut State, input: &Identification) -> Result<()> {
    if let Some(id) = input.verification_id.as_deref() {
        match state.find(id).cloned().ok_or(Error::VerificationNotFound)? {
            Record::NewPasswordIdentity {
                identifier,
                password_encrypted: Some(digest),
                password_encryption_method: Some(algorithm),
                ..
            } => {
                username_policy::check(&settings.username_policy, &identifier.value)?;
                state.profile.username = Some(identifier.value);
                state.profile.password_encrypted = Some(digest);
                state.profile.password_encryption_method = Some(algorithm);
            }
            Record::NewPasswordIdentity { .. }
            | Record::Password { .. }
            | Record::Totp { .. }
            | Record::BackupCode { .. } => return Err(Error::VerificationFailed),
        }
    }
    if !settings::registers(settings) {
        return Err(Error::NotAllowed { details: "registration is closed" });
    }
    refuse_without_captcha(settings, state)?;
    let profile = &state.profile;
    let missing: Vec<&'static str> = settings::mandatory(settings)
        .into_iter()
        .filter(|wanted| match *wanted {
            "username" => profile.username.is_none(),
            "password" => profile.password_encrypted.is_none(),
            _ => true,
        })
        .collect();
    if !missing.is_empty() {
        return Err(Error::MissingProfile { missing });
    }
    let wanted = Wanted { username: profile.username.clone(), ..Wanted::default() };
    let hashed = profile.password_encrypted.clone().zip(profile.password_encryption_method);
    let hashed = hashed.map(|(digest, algorithm)| Hashed { algorithm, digest });
    let user = users::register(tenant, &wanted, hashed).await?;
    state.profile = crate::state::Profile::default();
    state.user_id = Some(user.to_string());
    Ok(())
}

/// Where people have to prove that they are people, nobody goes on without.
pub(crate) fn refuse_without_captcha(settings: &Settings, state: &State) -> Result<()> {
    if settings::wants_captcha(settings) && !state.captcha.verified && !state.captcha.skipped {
        return Err(Error::CaptchaRequired);
    }
    Ok(())
}
