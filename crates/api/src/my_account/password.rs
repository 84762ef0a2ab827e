//! `/api/my-account/password`: the password.

use avouch_account::password;
use avouch_domain::passwords::Passwords;
use avouch_model::users::requests::PasswordInput;
use axum::extract::State;

use super::{GONE, NOT_EDITABLE, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::NoContent;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[THIRD_PARTY, GONE, UNPROVED, NOT_EDITABLE, (422, "password.rejected"), (422, "user.same_password")];
    Routes::at("/api/my-account/password").post(set, about("Set the password", ERRORS))
}

async fn set(
    Owner { caller, .. }: Owner,
    State(passwords): State<Passwords>,
    Body(input): Body<PasswordInput>,
) -> Result<NoContent, Failure> {
    password::set(&caller, &passwords, input).await?;
    Ok(NoContent)
}
