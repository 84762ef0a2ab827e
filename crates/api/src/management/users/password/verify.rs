//! `/api/users/{userId}/password/verify`: checks a password.

use avouch_domain::passwords::Passwords;
use avouch_domain::users::password;
use avouch_model::users::requests::PasswordInput;
use axum::extract::State;

use crate::http::answer::NoContent;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::users::{MISSING, about};

pub(super) fn routes() -> Routes {
    const WRONG: (u16, &str) = (422, "session.invalid_credentials");
    Routes::at("/api/users/{userId}/password/verify")
        .post(verify, about("Check the password of a user", &[MISSING, WRONG]))
}

async fn verify(
    Management { tenant, .. }: Management,
    State(passwords): State<Passwords>,
    Ids([id]): Ids<1>,
    Body(input): Body<PasswordInput>,
) -> Result<NoContent, Failure> {
    password::verify(&tenant, &passwords, &id, input).await?;
    Ok(NoContent)
}
