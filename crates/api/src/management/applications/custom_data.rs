//! `/api/applications/{applicationId}/custom-data`: whatever the owner keeps with an application.

use avouch_domain::applications::custom_data;
use avouch_shape::JsonObject;

use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[(404, "entity.not_exists")];
    Routes::at("/api/applications/{applicationId}/custom-data")
        .patch(update, About::new("Applications", "Merge into the custom data of an application", ERRORS))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<JsonObject>,
) -> Result<Json<JsonObject>, Failure> {
    Ok(Json(custom_data::update(&tenant, &id, input).await?))
}
