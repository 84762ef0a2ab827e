//! `/api/users/{userId}/profile`: standard claims of a user.

use avouch_domain::users::profile;
use avouch_model::users::profile::{ProfileChange, StoredProfile};

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/profile").patch(update, about("Change the profile of a user", &[MISSING]))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ProfileChange>,
) -> Result<Json<StoredProfile>, Failure> {
    Ok(Json(StoredProfile(profile::update(&tenant, &id, input).await?)))
}
