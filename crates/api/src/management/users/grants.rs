//! `/api/users/{userId}/grants`: what a user granted to applications.

use avouch_domain::users::grants;
use avouch_model::users::sessions::{ListGrants, UserGrants};

use super::about;
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const NONE: (u16, &str) = (404, "oidc.invalid_grant");
    Routes::at("/api/users/{userId}/grants")
        .get(list, about("List what a user granted to applications", &[]))
        .and_at("/api/users/{userId}/grants/{grantId}")
        .delete(delete, about("Revoke what a user granted to an application", &[NONE]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Query(query): Query<ListGrants>,
) -> Result<Json<UserGrants>, Failure> {
    Ok(Json(grants::list(&tenant, &id, query.app_type).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id, grant]): Ids<2>) -> Result<NoContent, Failure> {
    grants::delete(&tenant, &id, &grant).await?;
    Ok(NoContent)
}
