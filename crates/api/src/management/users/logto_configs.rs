//! `/api/users/{userId}/logto-configs`: settings of a user about second factors and passkeys.

use avouch_domain::users::logto_configs;
use avouch_model::users::answers::UserSettings;
use avouch_model::users::requests::UserSettingsChange;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/logto-configs")
        .get(get, about("Get the settings of a user", &[MISSING]))
        .patch(update, about("Change the settings of a user", &[MISSING]))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<UserSettings>, Failure> {
    Ok(Json(logto_configs::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UserSettingsChange>,
) -> Result<Json<UserSettings>, Failure> {
    Ok(Json(logto_configs::update(&tenant, &id, input).await?))
}
