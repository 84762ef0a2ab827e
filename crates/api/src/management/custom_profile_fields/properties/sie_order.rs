//! `/api/custom-profile-fields/properties/sie-order`: where fields stand.

use avouch_domain::custom_profile_fields;
use avouch_model::custom_profile_fields::{CustomProfileField, FieldOrder};

use crate::http::answer::Json;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::custom_profile_fields::about;

pub(in crate::management::custom_profile_fields) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[(400, "request.invalid_input"), (400, "custom_profile_fields.entity_not_exists_with_names")];
    Routes::at("/api/custom-profile-fields/properties/sie-order")
        .post(set, about("Put custom profile fields in order", ERRORS))
}

async fn set(
    Management { tenant, .. }: Management,
    Body(input): Body<FieldOrder>,
) -> Result<Json<Vec<CustomProfileField>>, Failure> {
    Ok(Json(custom_profile_fields::order(&tenant, input).await?))
}
