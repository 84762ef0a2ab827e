//! `/api/my-account/mfa-settings`: whether sign-in does without a second factor.

use avouch_account::mfa_settings::{self, OwnMfaSettings, UpdateMfaSettings};

use super::{GONE, NOT_EDITABLE, NOT_ENABLED, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const UPDATE: &[(u16, &str)] = &[UNPROVED, THIRD_PARTY, NOT_EDITABLE];
    Routes::at("/api/my-account/mfa-settings")
        .get(get, about("Get the settings of second factors", &[NOT_ENABLED, GONE]))
        .patch(update, about("Change the settings of second factors", UPDATE))
}

async fn get(Owner { caller, .. }: Owner) -> Result<Json<OwnMfaSettings>, Failure> {
    Ok(Json(mfa_settings::get(&caller).await?))
}

async fn update(
    Owner { caller, .. }: Owner,
    Body(input): Body<UpdateMfaSettings>,
) -> Result<Json<OwnMfaSettings>, Failure> {
    Ok(Json(mfa_settings::update(&caller, &input).await?))
}
