//! `/api/sso-connectors/{id}/idp-initiated-auth-config`: people who come from their provider without having been sent.

use avouch_domain::sso_connectors::idp_initiated_auth_config;
use avouch_model::sso_connectors::{IdpInitiatedAuthConfig, SetIdpInitiatedAuthConfig};

use super::{MISSING, about};
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const SET: &[(u16, &str)] = &[
        MISSING,
        (400, "single_sign_on.idp_initiated_authentication_not_supported"),
        (400, "single_sign_on.idp_initiated_authentication_invalid_application_type"),
        (400, "single_sign_on.idp_initiated_authentication_redirect_uri_not_registered"),
        (400, "single_sign_on.idp_initiated_authentication_client_callback_uri_not_found"),
    ];
    const UNSET: (u16, &str) = (404, "entity.not_found");
    Routes::at("/api/sso-connectors/{id}/idp-initiated-auth-config")
        .get(get, about("Get what happens to people who come from their provider unasked", &[MISSING, UNSET]))
        .put(set, about("Set what happens to people who come from their provider unasked", SET))
        .delete(delete, about("Send back people who come from their provider unasked", &[UNSET]))
}

async fn get(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
) -> Result<Json<IdpInitiatedAuthConfig>, Failure> {
    Ok(Json(idp_initiated_auth_config::get(&tenant, &id).await?))
}

async fn set(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SetIdpInitiatedAuthConfig>,
) -> Result<Json<IdpInitiatedAuthConfig>, Failure> {
    Ok(Json(idp_initiated_auth_config::set(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    idp_initiated_auth_config::delete(&tenant, &id).await?;
    Ok(NoContent)
}
