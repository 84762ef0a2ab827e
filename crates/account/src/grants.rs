//! What the user granted to applications.

use avouch_domain::Result;
use avouch_domain::users::grants;
use avouch_model::users::sessions::{AppType, UserGrants};

use crate::Caller;
use crate::checks::Field;

const SCOPE: &str = "urn:logto:scope:sessions";

/// The grants.
pub async fn list(caller: &Caller, kind: Option<AppType>) -> Result<UserGrants> {
    caller.need_proof()?;
    caller.need_sight(Field::Session)?;
    caller.need_scope(SCOPE)?;
    grants::list(&caller.tenant, &caller.user, kind).await
}

/// Revokes a grant with every code and token that came from it.
pub async fn delete(caller: &Caller, id: &str) -> Result<()> {
    caller.need_proof()?;
    caller.need_edit(Field::Session)?;
    caller.need_scope(SCOPE)?;
    caller.need_first_party()?;
    grants::delete(&caller.tenant, &caller.user, id).await
}
