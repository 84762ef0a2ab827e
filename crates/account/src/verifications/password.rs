//! The password, to prove once more who it is.

use avouch_domain::passwords::Passwords;
use avouch_domain::sentinel::{self, Guess};
use avouch_domain::users::password;
use avouch_domain::{Error, Result};
use avouch_model::users::requests::PasswordInput;

use super::Made;
use crate::records::{self, Identifier, IdentifierType, Record};
use crate::{Caller, settings};

/// Checks the password. Guesses are counted together with those of nobody else.
pub async fn create(caller: &Caller, passwords: &Passwords, input: PasswordInput) -> Result<Made> {
    caller.need_first_party()?;
    let settings = settings::load(&caller.tenant).await?;
    let outcome = password::verify(&caller.tenant, passwords, &caller.user, input).await;
    let is_right = match &outcome {
        Ok(()) => true,
        Err(Error::InvalidCredentials) => false,
        Err(_) => return Err(outcome.err().unwrap_or(Error::InvalidCredentials)),
    };
    let policy = settings::policy(&settings.sentinel_policy);
    sentinel::note(&caller.tenant, &policy, Guess::Password, &caller.user, is_right).await?;
    outcome?;
    if caller.account().await?.user.is_suspended {
        return Err(Error::UserSuspended);
    }
    let identifier = Identifier { r#type: IdentifierType::UserId, value: caller.user.clone() };
    let record = Record::Password { id: records::new_id(), identifier, verified: true };
    records::keep(&caller.tenant, &record, Some(&caller.user)).await
}
