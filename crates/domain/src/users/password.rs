//! Passwords of users.

use avouch_crypto::password::LegacyError;
use avouch_model::hooks::HookEvent;
use avouch_model::users::UserProfile;
use avouch_model::users::answers::HasPassword;
use avouch_model::users::requests::{PasswordExpiration, PasswordInput};
use avouch_store::Tenant;
use avouch_store::users as stored;
use avouch_store::users::Account;

use crate::passwords::Passwords;
use crate::{Error, Result};

/// What an unreadable hash of another system is called in the API.
pub(crate) fn legacy(error: LegacyError) -> Error {
    match error {
        LegacyError::Format => Error::InvalidLegacyPassword,
        LegacyError::Algorithm => Error::UnsupportedLegacyAlgorithm,
    }
}

/// Sets a password. No policy is asked: an administrator does it.
pub async fn set(tenant: &Tenant, passwords: &Passwords, id: &str, input: PasswordInput) -> Result<UserProfile> {
    super::info(tenant, id).await?;
    let hashed = passwords.hash(input.password.into_inner()).await?;
    let tx = tenant.begin().await?;
    if !stored::set_password(&tx, id, &hashed).await? {
        return Err(Error::NotFound);
    }
    let profile = super::profile_of(&tx, id).await?;
    crate::events::changed(&tx, HookEvent::UserDataUpdated, 200, Some(serde_json::json!(profile))).await?;
    tx.commit().await?;
    Ok(profile)
}

/// Says that a password has to be changed at the next sign-in, or takes that back.
pub async fn expire(tenant: &Tenant, id: &str, input: PasswordExpiration) -> Result<UserProfile> {
    let tx = tenant.begin().await?;
    super::info(&tx, id).await?;
    if input.is_expired {
        let policy = avouch_store::sign_in_experiences::password_expiration(&tx).await?;
        if policy.get("enabled").and_then(serde_json::Value::as_bool) != Some(true) {
            return Err(Error::PasswordExpirationNotEnabled);
        }
    }
    stored::update(&tx, id, vec![("is_password_expired", input.is_expired.into())]).await?;
    let profile = super::profile_of(&tx, id).await?;
    tx.commit().await?;
    Ok(profile)
}

/// Checks a password. A hash of another system is made anew when it was right.
pub async fn verify(tenant: &Tenant, passwords: &Passwords, id: &str, input: PasswordInput) -> Result<()> {
    let account = super::account(tenant, id).await?;
    let password = input.password.into_inner();
    if !passwords.verify(password.clone(), account.password.clone()).await? {
        return Err(Error::InvalidCredentials);
    }
    renew(tenant, passwords, &account, password).await
}

/// Makes the hash of a password that was right anew, if it is not as new ones are.
pub async fn renew(tenant: &Tenant, passwords: &Passwords, account: &Account, password: String) -> Result<()> {
    let Some(old) = account.password.as_ref().filter(|hashed| !avouch_crypto::password::is_current(hashed)) else {
        return Ok(());
    };
    let new = passwords.hash(password).await?;
    let tx = tenant.begin().await?;
    stored::rehash(&tx, account.user.id.as_str(), old, &new).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a user has a password.
pub async fn has(tenant: &Tenant, id: &str) -> Result<HasPassword> {
    Ok(HasPassword { has_password: super::profile_of(tenant, id).await?.has_password })
}
