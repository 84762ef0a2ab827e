//! `/api/users/{userId}/custom-data`: what the owner keeps with a user.

use avouch_domain::users::custom_data;
use avouch_model::Json as Stored;
use avouch_model::users::requests::CustomDataChange;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/custom-data")
        .get(get, about("Get the custom data of a user", &[MISSING]))
        .patch(update, about("Change the custom data of a user", &[MISSING]))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Stored>, Failure> {
    Ok(Json(custom_data::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<CustomDataChange>,
) -> Result<Json<Stored>, Failure> {
    Ok(Json(custom_data::update(&tenant, &id, input).await?))
}
