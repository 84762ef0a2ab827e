//! The new password of someone who recovers an account.

use avouch_crypto::password::is_current;
use avouch_domain::password_policy::About;
use avouch_domain::passwords::Passwords;
use avouch_domain::{Error, Result};
use avouch_shape::{Input, Text};
use avouch_store::Tenant;

use crate::{Event, State, settings, verification};

/// A new password.
#[derive(Input)]
pub struct NewPassword {
    /// Password.
    pub password: Text<0, 4096>,
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewPassword").finish_non_exhaustive()
    }
}

/// Takes a new password; it is written at the end.
pub async fn replace(tenant: &Tenant, passwords: &Passwords, state: &mut State, input: NewPassword) -> Result<()> {
    if state.interaction_event != Event::ForgotPassword {
        return Err(Error::InvalidInteractionType);
    }
    let account = verification::identified(tenant, state).await?;
    let settings = settings::load(tenant).await?;
    let password = input.password.into_inner();
    passwords.check(&settings.password_policy, &password, &About::of(&account.user)).await?;
    if let Some(hashed) = account.password.clone().filter(is_current)
        && passwords.verify(password.clone(), Some(hashed)).await?
    {
        return Err(Error::SamePassword);
    }
    let hashed = passwords.hash(password).await?;
    state.profile.password_encrypted = Some(hashed.digest);
    state.profile.password_encryption_method = Some(hashed.algorithm);
    Ok(())
}
