//! `/api/custom-profile-fields`: fields that a tenant asks its people for.

mod batch;
mod properties;

use avouch_domain::custom_profile_fields;
use avouch_model::custom_profile_fields::{CreateField, CustomProfileField, ReplaceField};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

const NAMES: &[(u16, &str)] = &[
    (400, "custom_profile_fields.invalid_name"),
    (400, "custom_profile_fields.name_conflict_built_in_prop"),
    (400, "custom_profile_fields.name_conflict_custom_data"),
    (400, "custom_profile_fields.name_conflict_sign_in_identifier"),
    (400, "custom_profile_fields.invalid_min_max_input"),
    (400, "custom_profile_fields.invalid_address_components"),
    (400, "custom_profile_fields.invalid_fullname_components"),
    (400, "custom_profile_fields.invalid_sub_component_type"),
    (422, "custom_profile_fields.name_exists"),
];

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Custom profile fields", summary, errors)
}

pub(super) fn routes() -> Routes {
    const MISSING: (u16, &str) = (404, "entity.not_found");
    const REPLACE: &[(u16, &str)] = &[
        (404, "entity.not_exists"),
        (400, "custom_profile_fields.invalid_default_value"),
        (400, "custom_profile_fields.invalid_options"),
        (400, "custom_profile_fields.invalid_regex_format"),
    ];
    Routes::at("/api/custom-profile-fields")
        .get(list, about("List custom profile fields", &[]))
        .post(create, about("Create a custom profile field", NAMES))
        .and_at("/api/custom-profile-fields/{name}")
        .get(get, about("Get a custom profile field", &[MISSING]))
        .put(replace, about("Replace a custom profile field", REPLACE))
        .delete(delete, about("Delete a custom profile field", &[MISSING]))
        .merge(batch::routes())
        .merge(properties::sie_order::routes())
}

async fn list(Management { tenant, .. }: Management) -> Result<Json<Vec<CustomProfileField>>, Failure> {
    Ok(Json(custom_profile_fields::list(&tenant).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateField>,
) -> Result<Created<CustomProfileField>, Failure> {
    Ok(Created(custom_profile_fields::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([name]): Ids<1>) -> Result<Json<CustomProfileField>, Failure> {
    Ok(Json(custom_profile_fields::get(&tenant, &name).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([name]): Ids<1>,
    Body(input): Body<ReplaceField>,
) -> Result<Json<CustomProfileField>, Failure> {
    Ok(Json(custom_profile_fields::replace(&tenant, &name, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([name]): Ids<1>) -> Result<NoContent, Failure> {
    custom_profile_fields::delete(&tenant, &name).await?;
    Ok(NoContent)
}
