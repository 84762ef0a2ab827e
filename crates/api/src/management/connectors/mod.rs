//! `/api/connectors`: mail, text messages and sign-in at other providers.

mod authorization_uri;
mod test;

use avouch_domain::connectors;
use avouch_model::connectors::{ConnectorAnswer, CreateConnector, OfTarget, UpdateConnector};

use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_found");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Connectors", summary, errors)
}

pub(super) fn routes() -> Routes {
    const CREATE: &[(u16, &str)] = &[
        (422, "connector.not_found_with_connector_id"),
        (400, "connector.should_specify_target"),
        (400, "connector.cannot_overwrite_metadata_for_non_standard_connector"),
        (422, "connector.multiple_instances_not_supported"),
        (422, "connector.multiple_target_with_same_platform"),
        (422, "connector.invalid_type_for_syncing_profile"),
        (422, "connector.token_storage_not_supported"),
        (422, "request.feature_not_supported"),
        (400, "connector.invalid_config"),
    ];
    const UPDATE: &[(u16, &str)] = &[
        MISSING,
        (400, "connector.can_not_modify_target"),
        (400, "connector.cannot_overwrite_metadata_for_non_standard_connector"),
        (422, "connector.invalid_type_for_syncing_profile"),
        (400, "connector.invalid_config"),
    ];
    const DELETE: &[(u16, &str)] =
        &[MISSING, (422, "sign_in_experiences.password_expiration_requires_forgot_password")];
    Routes::at("/api/connectors")
        .get(list, about("List connectors", &[]))
        .post(create, about("Create a connector", CREATE))
        .and_at("/api/connectors/{id}")
        .get(get, about("Get a connector", &[MISSING]))
        .patch(update, about("Change a connector", UPDATE))
        .delete(delete, about("Delete a connector", DELETE))
        .merge(authorization_uri::routes())
        .merge(test::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<OfTarget>,
) -> Result<Json<Vec<ConnectorAnswer>>, Failure> {
    Ok(Json(connectors::list(&tenant, query.target.as_deref()).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateConnector>,
) -> Result<Json<ConnectorAnswer>, Failure> {
    Ok(Json(connectors::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<ConnectorAnswer>, Failure> {
    Ok(Json(connectors::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateConnector>,
) -> Result<Json<ConnectorAnswer>, Failure> {
    Ok(Json(connectors::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    connectors::delete(&tenant, &id).await?;
    Ok(NoContent)
}
