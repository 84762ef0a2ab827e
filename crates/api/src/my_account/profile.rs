//! `/api/my-account/profile`: standard claims.

use avouch_account::profile;
use avouch_model::users::profile::{Profile, StoredProfile};

use super::{GONE, NOT_EDITABLE, SCOPE, THIRD_PARTY, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NOT_EDITABLE, SCOPE, THIRD_PARTY, GONE];
    Routes::at("/api/my-account/profile").patch(update, about("Change claims of the profile", ERRORS))
}

async fn update(Owner { caller, .. }: Owner, Body(input): Body<Profile>) -> Result<Json<StoredProfile>, Failure> {
    Ok(Json(profile::update(&caller, input).await?))
}
