//! `/api/applications/{applicationId}/user-consent-scopes`: what a third-party application may ask users for.

use avouch_domain::applications::user_consent_scopes;
use avouch_model::applications::consent::{AddConsentScopes, ConsentScopes, OneConsentScope};

use super::{MISSING, NOT_FOUND, about};
use crate::http::answer::{CreatedText, Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Params};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ADD: &[(u16, &str)] = &[
        MISSING,
        (422, "application.third_party_application_only"),
        (422, "application.user_consent_scopes_not_found"),
        (422, "application.consent_management_api_scopes_not_allowed"),
    ];
    Routes::at("/api/applications/{applicationId}/user-consent-scopes")
        .get(get, about("List the scopes that an application may ask users for", &[MISSING]))
        .post(add, about("Let an application ask users for scopes", ADD))
        .and_at("/api/applications/{applicationId}/user-consent-scopes/{scopeType}/{scopeId}")
        .delete(remove, about("Take back a scope that an application may ask users for", &[MISSING, NOT_FOUND]))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<ConsentScopes>, Failure> {
    Ok(Json(user_consent_scopes::get(&tenant, &id).await?))
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AddConsentScopes>,
) -> Result<CreatedText, Failure> {
    user_consent_scopes::add(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn remove(
    Management { tenant, .. }: Management,
    Params(one): Params<OneConsentScope>,
) -> Result<NoContent, Failure> {
    let OneConsentScope { application_id, scope_type, scope_id } = one;
    user_consent_scopes::remove(&tenant, &application_id, scope_type, &scope_id).await?;
    Ok(NoContent)
}
