//! `/api/verifications/password`: prove who one is by the password.

use avouch_account::verifications::{Made, password};
use avouch_domain::passwords::Passwords;
use avouch_model::users::requests::PasswordInput;
use axum::extract::State;

use super::{BLOCKED, GONE, THIRD_PARTY, about};
use crate::http::answer::Created;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[THIRD_PARTY, GONE, (422, "session.invalid_credentials"), BLOCKED, (401, "user.suspended")];
    Routes::at("/api/verifications/password").post(create, about("Prove who one is by the password", ERRORS))
}

async fn create(
    Owner { caller, .. }: Owner,
    State(passwords): State<Passwords>,
    Body(input): Body<PasswordInput>,
) -> Result<Created<Made>, Failure> {
    Ok(Created(password::create(&caller, &passwords, input).await?))
}
