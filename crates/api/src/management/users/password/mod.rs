//! `/api/users/{userId}/password`: the password of a user.

mod expiration;
mod verify;

use avouch_domain::passwords::Passwords;
use avouch_domain::users::password;
use avouch_model::users::UserProfile;
use avouch_model::users::requests::PasswordInput;
use axum::extract::State;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/password")
        .patch(set, about("Set the password of a user", &[MISSING]))
        .merge(expiration::routes())
        .merge(verify::routes())
}

async fn set(
    Management { tenant, .. }: Management,
    State(passwords): State<Passwords>,
    Ids([id]): Ids<1>,
    Body(input): Body<PasswordInput>,
) -> Result<Json<UserProfile>, Failure> {
    Ok(Json(password::set(&tenant, &passwords, &id, input).await?))
}
