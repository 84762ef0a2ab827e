//! `/api/organizations/{id}/users/{userId}/scopes`: what a user may do in an organization.

use avouch_domain::organizations::users::scopes;
use avouch_model::organization_scopes::OrganizationScope;

use crate::http::answer::Json;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::organizations::about;

pub(super) fn routes() -> Routes {
    Routes::at("/api/organizations/{id}/users/{userId}/scopes")
        .get(list, about("List the scopes of a user in an organization", &[]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id, user]): Ids<2>,
) -> Result<Json<Vec<OrganizationScope>>, Failure> {
    Ok(Json(scopes::list(&tenant, &id, &user).await?))
}
