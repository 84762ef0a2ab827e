//! The password of the account.

use avouch_domain::password_policy::About;
use avouch_domain::passwords::Passwords;
use avouch_domain::{Error, Result, events};
use avouch_model::users::requests::PasswordInput;
use avouch_store::users;

use crate::checks::Field;
use crate::{Caller, settings};

/// Sets the password. Whoever is signed in elsewhere stays so.
pub async fn set(caller: &Caller, passwords: &Passwords, input: PasswordInput) -> Result<()> {
    caller.need_first_party()?;
    let account = caller.account().await?;
    caller.need_proof_if_possible(&account)?;
    caller.need_edit(Field::Password)?;
    let settings = settings::load(&caller.tenant).await?;
    let password = input.password.into_inner();
    let policy = settings::policy(&settings.password_policy);
    passwords.check(&policy, &password, &About::of(&account.user)).await?;
    if let Some(hashed) = account.password
        && passwords.verify(password.clone(), Some(hashed)).await?
    {
        return Err(Error::SamePassword);
    }
    // Hashed before the transaction begins: it takes milliseconds.
    let hashed = passwords.hash(password).await?;
    let tx = caller.tenant.begin().await?;
    if !users::set_password(&tx, &caller.user, &hashed).await? {
        return Err(Error::NotFound);
    }
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}
