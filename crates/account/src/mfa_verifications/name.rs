//! Names of passkeys.

use avouch_domain::{Error, Result};
use avouch_model::users::mfa::Factor;
use avouch_shape::{Input, Text};

use super::{SCOPE, write};
use crate::Caller;
use crate::checks::Field;

/// A new name.
#[derive(Debug, Input)]
pub struct FactorName {
    /// Name.
    pub name: Text<0, 256>,
}

/// Names a passkey of the account.
pub async fn set(caller: &Caller, id: &str, input: FactorName) -> Result<()> {
    caller.need_proof()?;
    caller.need_edit(Field::Passkey)?;
    caller.need_scope(SCOPE)?;
    caller.need_first_party()?;
    let tx = caller.tenant.begin().await?;
    let mut factors = caller.lock(&tx).await?.factors;
    let found = factors.iter_mut().find(|factor| factor.id() == id);
    let Some(Factor::WebAuthn { name, .. }) = found else { return Err(Error::RecordNotFound) };
    *name = Some(input.name.into_inner());
    write(caller, &tx, &factors).await?;
    tx.commit().await?;
    Ok(())
}
