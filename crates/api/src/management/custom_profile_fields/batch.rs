//! `/api/custom-profile-fields/batch`: several fields at once.

use avouch_domain::custom_profile_fields;
use avouch_model::custom_profile_fields::{CreateFields, CustomProfileField};

use super::{NAMES, about};
use crate::http::answer::Created;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/custom-profile-fields/batch").post(create, about("Create custom profile fields", NAMES))
}

async fn create(
    Management { tenant, .. }: Management,
    Body(inputs): Body<CreateFields>,
) -> Result<Created<Vec<CustomProfileField>>, Failure> {
    Ok(Created(custom_profile_fields::create_many(&tenant, inputs).await?))
}
