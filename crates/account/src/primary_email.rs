//! The e-mail address of the account.

use avouch_domain::users::identifiers::{self, Wanted};
use avouch_domain::{Error, Result, email_blocklist, events};
use avouch_model::users::identifiers::Email;
use avouch_shape::Input;
use avouch_store::{Value, users};

use crate::checks::{self, Field};
use crate::records::{self, Record};
use crate::{Caller, settings};

/// A new address.
#[derive(Debug, Input)]
pub struct NewEmail {
    /// Address.
    pub email: Email,
    /// The verification that proves it.
    pub new_identifier_verification_record_id: String,
}

fn check(caller: &Caller) -> Result<()> {
    caller.need_proof()?;
    caller.need_edit(Field::Email)?;
    caller.need_scope_of_field("email")?;
    caller.need_first_party()
}

/// Sets the address, which was proved by a code.
pub async fn set(caller: &Caller, input: NewEmail) -> Result<()> {
    check(caller)?;
    let email = input.email.into_inner();
    let settings = settings::load(&caller.tenant).await?;
    let policy = settings.email_blocklist_policy.as_ref().map(settings::policy).unwrap_or_default();
    email_blocklist::check(&policy, &email)?;
    match records::find(&caller.tenant, &input.new_identifier_verification_record_id).await? {
        Record::EmailVerificationCode(code) if code.verified && code.identifier.value == email => {}
        _ => return Err(Error::RecordNotFound),
    }
    let tx = caller.tenant.begin().await?;
    caller.lock(&tx).await?;
    let wanted = Wanted { email: Some(email.clone()), ..Wanted::default() };
    identifiers::reserve(&tx, &wanted).await?;
    identifiers::check_email(&tx, &wanted, Some(&caller.user)).await?;
    users::update(&tx, &caller.user, vec![("primary_email", email.into())]).await.map_err(identifiers::in_use)?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes the address, unless nothing else signs in.
pub async fn remove(caller: &Caller) -> Result<()> {
    check(caller)?;
    let tx = caller.tenant.begin().await?;
    let mut user = caller.lock(&tx).await?.user;
    user.primary_email = None;
    checks::need_identifier(&tx, &user).await?;
    users::update(&tx, &caller.user, vec![("primary_email", Value::Null)]).await?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}
