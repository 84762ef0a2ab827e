//! `/api/applications/{applicationId}/access-control`: who may use an application.

use avouch_domain::applications::access_control;
use avouch_model::applications::access_control::{AccessControl, SetAccessControl};

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "request.invalid_input"),
        MISSING,
        (404, "entity.relation_foreign_key_not_found"),
        (422, "request.invalid_input"),
        (422, "entity.db_constraint_violated"),
    ];
    Routes::at("/api/applications/{applicationId}/access-control")
        .get(get, about("Get the access rules of an application", &[MISSING]))
        .put(set, about("Replace the access rules of an application", ERRORS))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<AccessControl>, Failure> {
    Ok(Json(access_control::get(&tenant, &id).await?))
}

async fn set(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SetAccessControl>,
) -> Result<Json<AccessControl>, Failure> {
    Ok(Json(access_control::set(&tenant, &id, input).await?))
}
