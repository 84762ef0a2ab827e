//! `/api/users/{userId}/roles`: roles of a user.

use avouch_domain::users::roles;
use avouch_model::applications::AddedRoles;
use avouch_model::roles::Role;
use avouch_model::users::answers::ReplacedRoles;
use avouch_model::users::requests::UserRoles;

use super::{MISSING, about};
use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Find, Ids, Management, Named};
use crate::http::failure::Failure;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const INTERNAL: (u16, &str) = (403, "role.internal_role_violation");
    const ROLE: (u16, &str) = (404, "entity.not_exists_with_id");
    const TYPE: (u16, &str) = (422, "user.invalid_role_type");
    const CONSTRAINT: (u16, &str) = (422, "entity.db_constraint_violated");
    Routes::at("/api/users/{userId}/roles")
        .get(list, about("List the roles of a user", &[MISSING]).also(204))
        .post(add, about("Give roles to a user", &[INTERNAL, MISSING, ROLE, TYPE]))
        .put(replace, about("Replace the roles of a user", &[INTERNAL, MISSING, ROLE, CONSTRAINT]))
        .and_at("/api/users/{userId}/roles/{roleId}")
        .delete(remove, about("Take a role from a user", &[INTERNAL, MISSING]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Find(search, _): Find<Named>,
    Paging(asked): Paging,
) -> Result<Paged<Role>, Failure> {
    let listing = roles::list(&tenant, &id, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UserRoles>,
) -> Result<Created<AddedRoles>, Failure> {
    Ok(Created(roles::add(&tenant, &id, input).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UserRoles>,
) -> Result<Json<ReplacedRoles>, Failure> {
    Ok(Json(roles::replace(&tenant, &id, input).await?))
}

async fn remove(Management { tenant, .. }: Management, Ids([id, role]): Ids<2>) -> Result<NoContent, Failure> {
    roles::remove(&tenant, &id, &role).await?;
    Ok(NoContent)
}
