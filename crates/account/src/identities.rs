//! Identities of the account at other providers.

pub mod access_token;

use avouch_domain::{Error, Result, events};
use avouch_model::Json;
use avouch_store::users::identities as stored;
use serde_json::json;

use crate::Caller;
use crate::checks::{self, Field};

/// Removes the identity at a provider with what was kept of its tokens, unless nothing else signs in.
pub async fn remove(caller: &Caller, target: &str) -> Result<()> {
    caller.need_edit(Field::Social)?;
    caller.need_scope_of_field("identities")?;
    caller.need_first_party()?;
    let tx = caller.tenant.begin().await?;
    let account = caller.lock(&tx).await?;
    caller.need_proof_if_possible(&account)?;
    let mut user = account.user;
    let mut identities = user.identities.object().unwrap_or_default();
    identities.shift_remove(target).ok_or(Error::IdentityNotExist)?;
    user.identities = Json::from(&json!(identities));
    checks::need_identifier(&tx, &user).await?;
    stored::replace(&tx, &caller.user, &identities).await?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    Ok(())
}
