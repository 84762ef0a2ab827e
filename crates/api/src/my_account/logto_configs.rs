//! `/api/my-account/logto-configs`: settings about second factors and passkeys.

use avouch_account::logto_configs::{self, OwnSettingsChange};
use avouch_model::users::answers::UserSettings;

use super::{GONE, NOT_EDITABLE, NOT_ENABLED, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/my-account/logto-configs")
        .get(get, about("Get the settings of the account", &[NOT_ENABLED, GONE]))
        .patch(update, about("Change the settings of the account", &[UNPROVED, THIRD_PARTY, NOT_EDITABLE]))
}

async fn get(Owner { caller, .. }: Owner) -> Result<Json<UserSettings>, Failure> {
    Ok(Json(logto_configs::get(&caller).await?))
}

async fn update(
    Owner { caller, .. }: Owner,
    Body(input): Body<OwnSettingsChange>,
) -> Result<Json<UserSettings>, Failure> {
    Ok(Json(logto_configs::update(&caller, input).await?))
}
