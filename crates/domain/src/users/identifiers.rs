//! User names, e-mail addresses and phone numbers: each belongs to one user of the tenant.

use avouch_store::users as stored;
use avouch_store::{Read, Tx};

use crate::{Error, Result};

/// What a user shall sign in with.
#[derive(Debug, Default)]
pub struct Wanted {
    /// User name.
    pub username: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
}

/// Whether upper and lower case of user names differ in the tenant.
pub async fn is_case_sensitive(db: &impl Read) -> Result<bool> {
    if db.store().ignores_username_case() {
        return Ok(false);
    }
    let tenant = db.store().tenant(db.id());
    let settings = avouch_store::sign_in_experiences::cached(&tenant).await?;
    let policy: Option<avouch_shape::JsonObject> =
        settings.and_then(|settings| serde_json::from_str(settings.username_policy.text()).ok());
    Ok(policy.and_then(|policy| policy.get("caseSensitive")?.as_bool()).unwrap_or(true))
}

/// Keeps others, on every node, from taking the same until the transaction ends: what differs in case or in a zero is
/// one and the same here, and no constraint of the database says so. To be asked before it is checked who has it.
pub async fn reserve(tx: &Tx, wanted: &Wanted) -> Result<()> {
    let Wanted { username, email, phone } = wanted;
    let phone = phone.as_deref().map(|phone| normal_phone(phone).unwrap_or_else(|_| phone.to_owned()));
    let names = [
        email.as_ref().map(|email| format!("email {}", email.to_lowercase())),
        phone.map(|phone| format!("phone {phone}")),
        username.as_ref().map(|username| format!("username {}", username.to_lowercase())),
    ];
    Ok(stored::reserve(tx, names.into_iter().flatten().collect()).await?)
}

fn unless_own(holder: Option<stored::Account>, own: Option<&str>, error: Error) -> Result<()> {
    match holder {
        Some(holder) if Some(holder.user.id.as_str()) != own => Err(error),
        Some(_) | None => Ok(()),
    }
}

/// None of what a new user wants may be another's.
pub async fn check_new(db: &impl Read, wanted: &Wanted) -> Result<()> {
    let Wanted { username, email, phone } = wanted;
    let username = match username {
        Some(username) => Some((username.as_str(), is_case_sensitive(db).await?)),
        None => None,
    };
    let forms = phone.as_deref().map(phone_forms);
    match stored::first_held(db, username, email.as_deref(), forms).await? {
        None => Ok(()),
        Some(stored::Held::Username) => Err(Error::UsernameInUse),
        Some(stored::Held::Email) => Err(Error::EmailInUse),
        Some(stored::Held::Phone) => Err(Error::PhoneInUse),
    }
}

/// The user name must not be someone else's.
pub async fn check_username(db: &impl Read, wanted: &Wanted, own: Option<&str>) -> Result<()> {
    let Some(username) = &wanted.username else { return Ok(()) };
    let case_sensitive = is_case_sensitive(db).await?;
    unless_own(stored::by_username(db, username, case_sensitive).await?, own, Error::UsernameInUse)
}

/// The e-mail address must not be someone else's, in any case.
pub async fn check_email(db: &impl Read, wanted: &Wanted, own: Option<&str>) -> Result<()> {
    let Some(email) = &wanted.email else { return Ok(()) };
    unless_own(stored::by_email(db, email).await?, own, Error::EmailInUse)
}

/// The phone number must not be someone else's, with or without a national zero.
pub async fn check_phone(db: &impl Read, wanted: &Wanted, own: Option<&str>) -> Result<()> {
    let Some(phone) = &wanted.phone else { return Ok(()) };
    unless_own(stored::by_phone(db, &phone_forms(phone)).await?, own, Error::PhoneInUse)
}

/// The ways one phone number may be stored.
pub fn phone_forms(phone: &str) -> Vec<String> {
    let mut forms = vec![phone.to_owned()];
    if let Some(parsed) = avouch_phone::parse(phone) {
        forms.extend([parsed.normal, parsed.with_zero]);
    }
    forms
}

/// A phone number as it is stored.
pub fn normal_phone(phone: &str) -> Result<String> {
    avouch_phone::parse(phone).map(|parsed| parsed.normal).ok_or(Error::InvalidPhone)
}

/// What the constraints say when two requests take the same at once.
pub fn in_use(error: avouch_store::Error) -> Error {
    if error.is_unique(stored::UNIQUE_USERNAME) {
        return Error::UsernameInUse;
    }
    if error.is_unique(stored::UNIQUE_EMAIL) {
        return Error::EmailInUse;
    }
    if error.is_unique(stored::UNIQUE_PHONE) {
        return Error::PhoneInUse;
    }
    Error::Store(error)
}
