//! `/api/users/{userId}/is-suspended`: suspension of a user.

use avouch_domain::users::is_suspended;
use avouch_model::users::UserProfile;
use avouch_model::users::requests::Suspension;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/is-suspended")
        .patch(update, about("Suspend a user, or let the user in again", &[MISSING]))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<Suspension>,
) -> Result<Json<UserProfile>, Failure> {
    Ok(Json(is_suspended::update(&tenant, &id, input).await?))
}
