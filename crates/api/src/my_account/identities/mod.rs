//! `/api/my-account/identities`: identities at social providers.

mod access_token;

use avouch_account::identities::{self, NewOwnIdentity};

use super::{GONE, LAST, NO_RECORD, NOT_EDITABLE, SCOPE, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::NoContent;
use crate::http::extract::{Body, Ids, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const DELETE: &[(u16, &str)] =
        &[NOT_EDITABLE, SCOPE, THIRD_PARTY, UNPROVED, GONE, (404, "user.identity_not_exist"), LAST];
    const LINK: &[(u16, &str)] = &[
        NOT_EDITABLE,
        THIRD_PARTY,
        GONE,
        UNPROVED,
        NO_RECORD,
        (422, "session.invalid_connector_id"),
        (422, "user.identity_already_in_use"),
    ];
    const ADD: &[(u16, &str)] = &[
        NOT_EDITABLE,
        THIRD_PARTY,
        GONE,
        UNPROVED,
        NO_RECORD,
        (422, "session.invalid_connector_id"),
        (422, "user.identity_already_in_use"),
        (400, "user.identity_already_in_use"),
    ];
    Routes::at("/api/my-account/identities")
        .post(add, about("Link a social identity", ADD))
        .put(set, about("Link a social identity in place of another", LINK))
        .and_at("/api/my-account/identities/{target}")
        .delete(delete, about("Remove a social identity", DELETE))
        .merge(access_token::routes())
}

async fn add(Owner { caller, .. }: Owner, Body(input): Body<NewOwnIdentity>) -> Result<NoContent, Failure> {
    identities::add(&caller, &input).await?;
    Ok(NoContent)
}

async fn set(Owner { caller, .. }: Owner, Body(input): Body<NewOwnIdentity>) -> Result<NoContent, Failure> {
    identities::set(&caller, &input).await?;
    Ok(NoContent)
}

async fn delete(Owner { caller, .. }: Owner, Ids([target]): Ids<1>) -> Result<NoContent, Failure> {
    identities::remove(&caller, &target).await?;
    Ok(NoContent)
}
