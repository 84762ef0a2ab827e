//! `/api/my-account/identities`: identities at social providers.

mod access_token;

use avouch_account::identities;

use super::{GONE, LAST, NOT_EDITABLE, SCOPE, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::NoContent;
use crate::http::extract::{Ids, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const DELETE: &[(u16, &str)] =
        &[NOT_EDITABLE, SCOPE, THIRD_PARTY, UNPROVED, GONE, (404, "user.identity_not_exist"), LAST];
    Routes::at("/api/my-account/identities/{target}")
        .delete(delete, about("Remove a social identity", DELETE))
        .merge(access_token::routes())
}

async fn delete(Owner { caller, .. }: Owner, Ids([target]): Ids<1>) -> Result<NoContent, Failure> {
    identities::remove(&caller, &target).await?;
    Ok(NoContent)
}
