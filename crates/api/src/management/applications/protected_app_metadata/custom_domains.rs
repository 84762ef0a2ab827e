//! `/api/applications/{id}/protected-app-metadata/custom-domains`: domains at the proxy of protected applications.

use avouch_domain::applications::protected_app_metadata::custom_domains;
use avouch_model::applications::protected::{AddCustomDomain, CustomDomain};

use crate::http::answer::{CreatedText, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::applications::{MISSING, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[MISSING, (422, "application.protected_application_only"), (501, "application.protected_app_not_configured")];
    Routes::at("/api/applications/{id}/protected-app-metadata/custom-domains")
        .get(list, about("List the custom domains of a protected application", ERRORS))
        .post(add, about("Add a custom domain to a protected application", ERRORS))
        .and_at("/api/applications/{id}/protected-app-metadata/custom-domains/{domain}")
        .delete(remove, about("Remove a custom domain from a protected application", ERRORS))
}

async fn list(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Vec<CustomDomain>>, Failure> {
    match custom_domains(&tenant, &id).await? {}
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(AddCustomDomain { domain: _ }): Body<AddCustomDomain>,
) -> Result<CreatedText, Failure> {
    match custom_domains(&tenant, &id).await? {}
}

async fn remove(Management { tenant, .. }: Management, Ids([id, _domain]): Ids<2>) -> Result<NoContent, Failure> {
    match custom_domains(&tenant, &id).await? {}
}
