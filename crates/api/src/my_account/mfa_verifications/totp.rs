//! `/api/my-account/mfa-verifications/totp`: the authenticator app.

use avouch_account::mfa_verifications::totp::{self, NewTotp};

use super::{FACTOR_NOT_ENABLED, INVALID_CODE, INVALID_SECRET};
use crate::http::answer::NoContent;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::{NOT_EDITABLE, THIRD_PARTY, UNPROVED, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[UNPROVED, NOT_EDITABLE, THIRD_PARTY, FACTOR_NOT_ENABLED, INVALID_SECRET, INVALID_CODE];
    Routes::at("/api/my-account/mfa-verifications/totp")
        .put(replace, about("Set up or replace the authenticator app", ERRORS))
}

async fn replace(Owner { caller, .. }: Owner, Body(input): Body<NewTotp>) -> Result<NoContent, Failure> {
    totp::replace(&caller, input).await?;
    Ok(NoContent)
}
