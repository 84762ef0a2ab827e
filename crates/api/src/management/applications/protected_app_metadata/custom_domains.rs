//! `/api/applications/{id}/protected-app-metadata/custom-domains`: domains at the proxy of protected applications.

use avouch_domain::applications::protected_app_metadata::custom_domains;
use avouch_model::applications::protected::{AddCustomDomain, CustomDomain};
use axum::extract::State;

use crate::http::answer::{CreatedText, Json, NoContent};
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::applications::{MISSING, about};

pub(super) fn routes() -> Routes {
    const ONLY: (u16, &str) = (422, "application.protected_application_only");
    const BROKEN: (u16, &str) = (422, "application.protected_application_misconfigured");
    const NO_PROXY: (u16, &str) = (501, "application.protected_app_not_configured");
    const ADD: &[(u16, &str)] = &[
        MISSING,
        ONLY,
        BROKEN,
        (422, "domain.limit_to_one_domain"),
        (422, "domain.domain_is_not_allowed"),
        (422, "domain.hostname_already_exists"),
        NO_PROXY,
    ];
    const REMOVE: &[(u16, &str)] = &[MISSING, (404, "application.custom_domain_not_found"), ONLY, BROKEN, NO_PROXY];
    Routes::at("/api/applications/{id}/protected-app-metadata/custom-domains")
        .get(list, about("List the custom domains of a protected application", &[MISSING, ONLY, BROKEN, NO_PROXY]))
        .post(add, about("Add a custom domain to a protected application", ADD))
        .and_at("/api/applications/{id}/protected-app-metadata/custom-domains/{domain}")
        .delete(remove, about("Remove a custom domain from a protected application", REMOVE))
}

fn proxy(state: &App) -> Option<&str> {
    state.0.settings.protected_app_domain.as_deref()
}

async fn list(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([id]): Ids<1>,
) -> Result<Json<Vec<CustomDomain>>, Failure> {
    Ok(Json(custom_domains::list(&tenant, &state.0.outbound, proxy(&state), &id).await?))
}

async fn add(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([id]): Ids<1>,
    Body(input): Body<AddCustomDomain>,
) -> Result<CreatedText, Failure> {
    custom_domains::add(&tenant, proxy(&state), &id, input).await?;
    Ok(CreatedText)
}

async fn remove(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([id, domain]): Ids<2>,
) -> Result<NoContent, Failure> {
    custom_domains::remove(&tenant, proxy(&state), &id, &domain).await?;
    Ok(NoContent)
}
