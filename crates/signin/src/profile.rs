//! What the user gives for the account besides: names, addresses, a password, further fields.

pub mod extra;
pub mod mfa;
pub mod password;

use avouch_domain::password_policy::About;
use avouch_domain::passwords::Passwords;
use avouch_domain::users::identifiers;
use avouch_domain::{Error, Result, email_blocklist, sso_connectors, username_policy};
use avouch_model::users::identifiers::Username;
use avouch_shape::{Components, Describe, Input, Issue, Issues, Path, Text};
use avouch_store::users::Account;
use avouch_store::{Read, Tenant};
use serde_json::{Value, json};

use crate::identification::{social, wanted};
use crate::progress::Profile;
use crate::record::Record;
use crate::settings::Settings;
use crate::{Event, State, mfa as second, settings, verification};

/// Something for the account.
#[derive(Debug)]
pub enum ProfilePart {
    /// User name.
    Username(Username),
    /// Password.
    Password(Text<0, 4096>),
    /// An address that a verification proved.
    Email(String),
    /// A number that a verification proved.
    Phone(String),
    /// An identity at a social provider that a verification proved.
    Social(String),
    /// Further fields.
    Extra(extra::ExtraProfile),
}

impl ProfilePart {
    /// What of it may be told to others.
    pub fn told(&self) -> Value {
        match self {
            Self::Username(name) => json!({ "type": "username", "value": &**name }),
            Self::Password(_) => json!({ "type": "password" }),
            Self::Email(id) => json!({ "type": "email", "verificationId": id }),
            Self::Phone(id) => json!({ "type": "phone", "verificationId": id }),
            Self::Social(id) => json!({ "type": "social", "verificationId": id }),
            Self::Extra(extra::ExtraProfile(values)) => json!({ "type": "extraProfile", "values": values }),
        }
    }
}

impl Describe for ProfilePart {
    fn describe(_: &mut Components) -> Value {
        let kind = |name: &str, member: &str, of: Value| {
            json!({ "type": "object", "required": ["type", member],
                    "properties": { "type": { "type": "string", "enum": [name] }, member: of } })
        };
        let text = || json!({ "type": "string" });
        json!({ "oneOf": [
            kind("username", "value", text()),
            kind("password", "value", text()),
            kind("email", "verificationId", text()),
            kind("phone", "verificationId", text()),
            kind("social", "verificationId", text()),
            kind("extraProfile", "values", json!({ "type": "object", "additionalProperties": true })),
        ] })
    }
}

impl Input for ProfilePart {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let kind = members.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut take = |name: &str| members.shift_remove(name);
        match kind.as_str() {
            "username" => Username::read(take("value"), &Path::Key(at, "value"), issues).map(Self::Username),
            "password" => Text::read(take("value"), &Path::Key(at, "value"), issues).map(Self::Password),
            "email" | "phone" | "social" => {
                let id = String::read(take("verificationId"), &Path::Key(at, "verificationId"), issues)?;
                Some(match kind.as_str() {
                    "email" => Self::Email(id),
                    "phone" => Self::Phone(id),
                    _ => Self::Social(id),
                })
            }
            "extraProfile" => {
                extra::ExtraProfile::read(take("values"), &Path::Key(at, "values"), issues).map(Self::Extra)
            }
            _ => {
                issues
                    .push(Issue::custom("`type` must be username, password, email, phone, social or extraProfile", at));
                None
            }
        }
    }
}

/// Takes something for the account; it is written at the end.
pub async fn add(tenant: &Tenant, passwords: &Passwords, state: &mut State, part: ProfilePart) -> Result<()> {
    if state.interaction_event == Event::ForgotPassword {
        return Err(Error::NotForForgotPassword);
    }
    let settings = settings::load(tenant).await?;
    let account = match &part {
        // Linking comes before the second factor: it is asked for at the end.
        ProfilePart::Social(_) if state.user_id.is_some() => Some(verification::identified(tenant, state).await?),
        _ => allowed(tenant, &settings, state).await?,
    };
    let mut given = Profile::default();
    match part {
        ProfilePart::Username(username) => {
            username_policy::check(&settings.username_policy, &username)?;
            given.username = Some(username.into_inner());
        }
        ProfilePart::Password(password) => {
            let user = account.as_ref().map(|account| &account.user);
            let mut about = user.map(About::of).unwrap_or_default();
            about.texts.extend(state.profile.username.as_deref());
            about.texts.extend(state.profile.primary_email.as_deref().and_then(|email| email.split('@').next()));
            passwords.check(&settings.password_policy, &password, &about).await?;
            let hashed = passwords.hash(password.into_inner()).await?;
            given.password_encrypted = Some(hashed.digest);
            given.password_encryption_method = Some(hashed.algorithm);
        }
        ProfilePart::Email(id) => {
            let Some(Record::EmailVerificationCode(code)) = state.find(&id) else {
                return Err(Error::VerificationNotFound);
            };
            let (email, verified) = (code.identifier.value.clone(), code.verified);
            sso_connectors::refuse_email(tenant, &email).await?;
            email_blocklist::check(&settings.email_blocklist_policy, &email)?;
            given.primary_email = Some(proved(email, verified)?);
        }
        ProfilePart::Phone(id) => {
            let Some(Record::PhoneVerificationCode(code)) = state.find(&id) else {
                return Err(Error::VerificationNotFound);
            };
            given.primary_phone = Some(proved(code.identifier.value.clone(), code.verified)?);
        }
        ProfilePart::Social(id) => {
            let Some(Record::Social { connector_id, social_user_info, .. }) = state.find(&id) else {
                return Err(Error::VerificationNotFound);
            };
            let person = social_user_info.as_ref().ok_or(Error::VerificationFailed)?;
            given = match &account {
                Some(account) => social::link(tenant, &settings, connector_id, person, &account.user.id).await?,
                None => social::take_over(tenant, &settings, connector_id, person).await?,
            };
        }
        ProfilePart::Extra(values) => extra::take(&mut given, values)?,
    }
    refuse_existing(account.as_ref(), &given)?;
    refuse_taken(tenant, &given, account.as_ref().map(|account| account.user.id.as_str())).await?;
    merge(&mut state.profile, given);
    Ok(())
}

fn proved(value: String, verified: bool) -> Result<String> {
    if verified { Ok(value) } else { Err(Error::VerificationFailed) }
}

/// Someone who signs in is identified, and has used a second factor where one is needed. The account, if there is one.
pub(crate) async fn allowed(tenant: &Tenant, settings: &Settings, state: &State) -> Result<Option<Account>> {
    if state.interaction_event == Event::Register && state.user_id.is_none() {
        return Ok(None);
    }
    let account = verification::identified(tenant, state).await?;
    // Whatever the user came for by now: who was there before has to prove it.
    if !state.is_new {
        let circumstances = second::circumstances(tenant, settings, &account, state).await?;
        second::require(settings, &account, state, &circumstances)?;
    }
    Ok(Some(account))
}

/// What someone else is known by is not given.
pub(crate) async fn refuse_taken(db: &impl Read, given: &Profile, own: Option<&str>) -> Result<()> {
    let names = wanted(given);
    identifiers::check_username(db, &names, own).await?;
    identifiers::check_email(db, &names, own).await?;
    identifiers::check_phone(db, &names, own).await
}

/// What the account has already is not given again here.
pub(crate) fn refuse_existing(account: Option<&Account>, given: &Profile) -> Result<()> {
    let Some(account) = account else { return Ok(()) };
    let user = &account.user;
    for (is_given, has, error) in [
        (given.username.is_some(), user.username.is_some(), Error::UsernameExistsInProfile),
        (given.primary_email.is_some(), user.primary_email.is_some(), Error::EmailExistsInProfile),
        (given.primary_phone.is_some(), user.primary_phone.is_some(), Error::PhoneExistsInProfile),
        (given.password_encrypted.is_some(), account.password.is_some(), Error::PasswordExistsInProfile),
    ] {
        if is_given && has {
            return Err(error);
        }
    }
    Ok(())
}

pub(crate) fn merge(kept: &mut Profile, given: Profile) {
    let Profile {
        username,
        primary_email,
        primary_phone,
        name,
        avatar,
        profile,
        custom_data,
        password_encrypted,
        password_encryption_method,
        social_identity,
        enterprise_sso_identity,
        synced_enterprise_sso_identity,
        jit_organization_ids: _,
        submitted,
    } = given;
    let over = |kept: &mut Option<String>, given: Option<String>| {
        if given.is_some() {
            *kept = given;
        }
    };
    over(&mut kept.username, username);
    over(&mut kept.primary_email, primary_email);
    over(&mut kept.primary_phone, primary_phone);
    over(&mut kept.name, name);
    over(&mut kept.avatar, avatar);
    over(&mut kept.password_encrypted, password_encrypted);
    kept.password_encryption_method = password_encryption_method.or(kept.password_encryption_method);
    kept.social_identity = social_identity.or(kept.social_identity.take());
    kept.enterprise_sso_identity = enterprise_sso_identity.or(kept.enterprise_sso_identity.take());
    kept.synced_enterprise_sso_identity = synced_enterprise_sso_identity.or(kept.synced_enterprise_sso_identity.take());
    kept.profile.extend(profile);
    kept.custom_data.extend(custom_data);
    kept.submitted = submitted.or(kept.submitted);
}
