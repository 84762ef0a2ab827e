//! `/api/sso-connectors`: connectors to providers of enterprises.

mod idp_initiated_auth_config;
mod signing_keys;

use avouch_domain::sso_connectors::{self, Reach};
use avouch_model::sso_connectors::{CreateSsoConnector, SsoConnector, SsoConnectorDetails, UpdateSsoConnector};
use axum::extract::State;

use crate::http::answer::{Json, NoContent};
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
const UNKNOWN: (u16, &str) = (404, "connector.not_found");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("SSO connectors", summary, errors)
}

pub(super) fn routes() -> Routes {
    const CREATE: &[(u16, &str)] = &[
        (422, "connector.not_found"),
        (422, "single_sign_on.forbidden_domains"),
        (422, "single_sign_on.duplicated_domains"),
        (400, "connector.invalid_config"),
        (400, "single_sign_on.active_signing_key_required"),
        (409, "single_sign_on.duplicate_connector_name"),
        (400, "connector.invalid_metadata"),
        (422, "request.feature_not_supported"),
        (400, "connector.token_storage_not_supported"),
    ];
    const UPDATE: &[(u16, &str)] = &[
        MISSING,
        UNKNOWN,
        (422, "single_sign_on.forbidden_domains"),
        (422, "single_sign_on.duplicated_domains"),
        (400, "connector.invalid_config"),
        (400, "single_sign_on.active_signing_key_required"),
        (409, "single_sign_on.duplicate_connector_name"),
        (400, "connector.invalid_metadata"),
        (422, "request.feature_not_supported"),
        (400, "connector.token_storage_not_supported"),
    ];
    Routes::at("/api/sso-connectors")
        .get(list, about("List enterprise connectors", &[]))
        .post(create, about("Create an enterprise connector", CREATE))
        .and_at("/api/sso-connectors/{id}")
        .get(get, about("Get an enterprise connector", &[MISSING, UNKNOWN]))
        .patch(update, about("Change an enterprise connector", UPDATE))
        .delete(delete, about("Delete an enterprise connector", &[MISSING]))
        .merge(idp_initiated_auth_config::routes())
        .merge(signing_keys::routes())
}

fn reach<'a>(management: &'a Management, app: &'a App) -> Reach<'a> {
    Reach { http: &app.0.outbound, endpoint: management.endpoint() }
}

async fn list(
    management: Management,
    State(app): State<App>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<SsoConnectorDetails>, Failure> {
    let page = asked.as_ref().map(Asked::page);
    let listing = sso_connectors::list(&management.tenant, reach(&management, &app), page).await?;
    Ok(Paged { asked, listing })
}

async fn create(
    management: Management,
    State(app): State<App>,
    Body(input): Body<CreateSsoConnector>,
) -> Result<Json<SsoConnector>, Failure> {
    Ok(Json(sso_connectors::create(&management.tenant, reach(&management, &app), input).await?))
}

async fn get(
    management: Management,
    State(app): State<App>,
    Ids([id]): Ids<1>,
) -> Result<Json<SsoConnectorDetails>, Failure> {
    Ok(Json(sso_connectors::get(&management.tenant, reach(&management, &app), &id).await?))
}

async fn update(
    management: Management,
    State(app): State<App>,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateSsoConnector>,
) -> Result<Json<SsoConnectorDetails>, Failure> {
    Ok(Json(sso_connectors::update(&management.tenant, reach(&management, &app), &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    sso_connectors::delete(&tenant, &id).await?;
    Ok(NoContent)
}
