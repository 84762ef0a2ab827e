//! `/api/my-account/primary-phone`: the phone number.

use avouch_account::primary_phone::{self, NewPhone};

use super::{LAST, NO_RECORD, NOT_EDITABLE, SCOPE, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::NoContent;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const SET: &[(u16, &str)] = &[
        UNPROVED,
        NOT_EDITABLE,
        SCOPE,
        THIRD_PARTY,
        NO_RECORD,
        (422, "user.phone_already_in_use"),
        (422, "user.invalid_phone"),
    ];
    const REMOVE: &[(u16, &str)] = &[UNPROVED, NOT_EDITABLE, SCOPE, THIRD_PARTY, LAST];
    Routes::at("/api/my-account/primary-phone")
        .post(set, about("Set the phone number", SET))
        .delete(remove, about("Remove the phone number", REMOVE))
}

async fn set(Owner { caller, .. }: Owner, Body(input): Body<NewPhone>) -> Result<NoContent, Failure> {
    primary_phone::set(&caller, input).await?;
    Ok(NoContent)
}

async fn remove(Owner { caller, .. }: Owner) -> Result<NoContent, Failure> {
    primary_phone::remove(&caller).await?;
    Ok(NoContent)
}
