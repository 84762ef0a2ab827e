//! `/api/users/{userId}/organizations`: organizations that a user is a member of.

use avouch_domain::organizations::users;
use avouch_model::organizations::OrganizationWithRoles;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/organizations").get(list, about("List the organizations of a user", &[MISSING]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
) -> Result<Json<Vec<OrganizationWithRoles>>, Failure> {
    Ok(Json(users::organizations(&tenant, &id).await?))
}
