//! The phone number of the account.

use avouch_domain::users::identifiers::{self, Wanted};
use avouch_domain::{Error, Result, events};
use avouch_model::users::identifiers::PhoneDigits;
use avouch_shape::Input;
use avouch_store::{Value, users};

use crate::Caller;
use crate::checks::{self, Field};
use crate::records::{self, Record};

/// A new number.
#[derive(Debug, Input)]
pub struct NewPhone {
    /// Number, international digits.
    pub phone: PhoneDigits,
    /// The verification that proves it.
    pub new_identifier_verification_record_id: String,
}

fn check(caller: &Caller) -> Result<()> {
    caller.need_proof()?;
    caller.need_edit(Field::Phone)?;
    caller.need_scope_of_field("phone")?;
    caller.need_first_party()
}

/// Sets the number, which was proved by a code.
pub async fn set(caller: &Caller, input: NewPhone) -> Result<()> {
    check(caller)?;
    let phone = input.phone.into_inner();
    match records::find(&caller.tenant, &input.new_identifier_verification_record_id).await? {
        Record::PhoneVerificationCode(code) if code.verified && code.identifier.value == phone => {}
        _ => return Err(Error::RecordNotFound),
    }
    let tx = caller.tenant.begin().await?;
    caller.lock(&tx).await?;
    let wanted = Wanted { phone: Some(phone.clone()), ..Wanted::default() };
    identifiers::reserve(&tx, &wanted).await?;
    identifiers::check_phone(&tx, &wanted, Some(&caller.user)).await?;
    let normal = identifiers::normal_phone(&phone)?;
    users::update(&tx, &caller.user, vec![("primary_phone", normal.into())]).await.map_err(identifiers::in_use)?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes the number, unless nothing else signs in.
pub async fn remove(caller: &Caller) -> Result<()> {
    check(caller)?;
    let tx = caller.tenant.begin().await?;
    let mut user = caller.lock(&tx).await?.user;
    user.primary_phone = None;
    checks::need_identifier(&tx, &user).await?;
    users::update(&tx, &caller.user, vec![("primary_phone", Value::Null)]).await?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}
