//! `/api/my-account/grants`: what the user granted to applications.

use avouch_account::grants;
use avouch_model::users::sessions::{ListGrants, UserGrants};

use super::{NOT_EDITABLE, NOT_ENABLED, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Ids, Owner, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const DELETE: &[(u16, &str)] = &[UNPROVED, NOT_EDITABLE, THIRD_PARTY, (404, "oidc.invalid_grant")];
    Routes::at("/api/my-account/grants")
        .get(list, about("List what the user granted to applications", &[UNPROVED, NOT_ENABLED]))
        .and_at("/api/my-account/grants/{grantId}")
        .delete(delete, about("Revoke what the user granted to an application", DELETE))
}

async fn list(Owner { caller, .. }: Owner, Query(query): Query<ListGrants>) -> Result<Json<UserGrants>, Failure> {
    Ok(Json(grants::list(&caller, query.app_type).await?))
}

async fn delete(Owner { caller, .. }: Owner, Ids([grant]): Ids<1>) -> Result<NoContent, Failure> {
    grants::delete(&caller, &grant).await?;
    Ok(NoContent)
}
