//! `/api/applications`: what OAuth calls clients.

mod access_control;
mod custom_data;
mod legacy_secret;
mod organizations;
mod protected_app_metadata;
mod roles;
mod secrets;
mod sign_in_experience;
mod user_consent_scopes;
mod users;

use avouch_domain::applications;
use avouch_model::applications::{
    Application, ApplicationDetails, CreateApplication, ListApplications, TrueOrFalse, UpdateApplication,
};
use avouch_store::applications::Filter;
use axum::extract::State;

use crate::http::answer::{Json, NoContent};
use crate::http::app::State as App;
use crate::http::extract::{Body, Find, Ids, Management, Named, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
const NOT_FOUND: (u16, &str) = (404, "entity.not_found");

const CREATE: &[(u16, &str)] = &[
    (400, "application.saml.use_saml_app_api"),
    (400, "application.protected_app_metadata_is_required"),
    (400, "application.invalid_third_party_application_type"),
    (422, "application.device_flow_native_only"),
    (422, "application.third_party_application_cannot_enable_token_exchange"),
    (422, "application.invalid_subdomain"),
    (422, "application.protected_application_subdomain_exists"),
    (501, "application.protected_app_not_configured"),
];

const UPDATE: &[(u16, &str)] = &[
    (400, "application.saml.use_saml_app_api"),
    (400, "application.protected_application_only"),
    MISSING,
    (422, "request.invalid_input"),
    (422, "application.third_party_application_cannot_enable_token_exchange"),
    (422, "application.device_flow_not_changeable"),
    (422, "application.protected_application_misconfigured"),
    (500, "entity.not_exists"),
    (501, "application.protected_app_not_configured"),
];

const DELETE: &[(u16, &str)] =
    &[(400, "application.saml.use_saml_app_api"), MISSING, (422, "application.should_delete_custom_domains_first")];

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Applications", summary, errors)
}

pub(super) fn routes() -> Routes {
    Routes::at("/api/applications")
        .get(list, about("List applications", &[]))
        .post(create, about("Create an application", CREATE))
        .and_at("/api/applications/{id}")
        .get(get, about("Get an application", &[MISSING]))
        .patch(update, about("Change an application", UPDATE))
        .delete(delete, about("Delete an application", DELETE))
        .merge(access_control::routes())
        .merge(custom_data::routes())
        .merge(legacy_secret::routes())
        .merge(organizations::routes())
        .merge(protected_app_metadata::routes())
        .merge(roles::routes())
        .merge(secrets::routes())
        .merge(sign_in_experience::routes())
        .merge(user_consent_scopes::routes())
        .merge(users::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<ListApplications>,
    Find(search, _): Find<Named>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<Application>, Failure> {
    let ListApplications { types, exclude_role_id, exclude_organization_id, is_third_party } = query;
    let filter = Filter {
        types: types.0,
        exclude_role: exclude_role_id,
        exclude_organization: exclude_organization_id,
        third_party: is_third_party.map(|wanted| wanted == TrueOrFalse::True),
        search,
    };
    let listing = applications::list(&tenant, &filter, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn create(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Body(input): Body<CreateApplication>,
) -> Result<Json<Application>, Failure> {
    let domain = state.0.settings.protected_app_domain.as_deref();
    Ok(Json(applications::create(&tenant, domain, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<ApplicationDetails>, Failure> {
    Ok(Json(applications::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateApplication>,
) -> Result<Json<Application>, Failure> {
    let domain = state.0.settings.protected_app_domain.as_deref();
    Ok(Json(applications::update(&tenant, domain, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    applications::delete(&tenant, &id).await?;
    Ok(NoContent)
}
