//! `/api/my-account/primary-email`: the e-mail address.

use avouch_account::primary_email::{self, NewEmail};

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
        (422, "session.email_blocklist.email_not_allowed"),
        (422, "session.email_blocklist.email_subaddressing_not_allowed"),
        NO_RECORD,
        (422, "user.email_already_in_use"),
    ];
    const REMOVE: &[(u16, &str)] = &[UNPROVED, NOT_EDITABLE, SCOPE, THIRD_PARTY, LAST];
    Routes::at("/api/my-account/primary-email")
        .post(set, about("Set the e-mail address", SET))
        .delete(remove, about("Remove the e-mail address", REMOVE))
}

async fn set(Owner { caller, .. }: Owner, Body(input): Body<NewEmail>) -> Result<NoContent, Failure> {
    primary_email::set(&caller, input).await?;
    Ok(NoContent)
}

async fn remove(Owner { caller, .. }: Owner) -> Result<NoContent, Failure> {
    primary_email::remove(&caller).await?;
    Ok(NoContent)
}
