//! `/api/roles`: tenant-level roles.

mod applications;
mod scopes;
mod users;

use avouch_domain::roles;
use avouch_model::roles::{CreateRole, ListRoles, Role, RoleWithHolders, UpdateRole};
use avouch_store::roles::Filter;

use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Find, Ids, Management, Named, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
const INTERNAL: (u16, &str) = (403, "role.internal_role_violation");
const NOT_HELD: (u16, &str) = (404, "entity.not_found");
const WRONG_TYPE: (u16, &str) = (422, "entity.db_constraint_violated");

pub(super) fn routes() -> Routes {
    const IN_USE: (u16, &str) = (422, "role.name_in_use");
    const CREATE: &[(u16, &str)] =
        &[(400, "role.management_api_scopes_not_assignable_to_user_role"), INTERNAL, MISSING, IN_USE];
    let about = |summary, errors| About::new("Roles", summary, errors);
    Routes::at("/api/roles")
        .get(list, about("List roles", &[]))
        .post(create, about("Create a role", CREATE))
        .and_at("/api/roles/{id}")
        .get(get, about("Get a role", &[MISSING]))
        .patch(update, about("Change a role", &[INTERNAL, MISSING, IN_USE, (422, "entity.invalid_input")]))
        .delete(delete, about("Delete a role", &[INTERNAL, MISSING]))
        .merge(applications::routes())
        .merge(scopes::routes())
        .merge(users::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<ListRoles>,
    Find(search, _): Find<Named>,
    Paging(asked): Paging,
) -> Result<Paged<RoleWithHolders>, Failure> {
    let ListRoles { r#type, exclude_user_id, exclude_application_id } = query;
    let filter =
        Filter { kind: r#type, exclude_user: exclude_user_id, exclude_application: exclude_application_id, search };
    let listing = roles::list(&tenant, &filter, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn create(Management { tenant, .. }: Management, Body(input): Body<CreateRole>) -> Result<Json<Role>, Failure> {
    Ok(Json(roles::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Role>, Failure> {
    Ok(Json(roles::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateRole>,
) -> Result<Json<Role>, Failure> {
    Ok(Json(roles::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    roles::delete(&tenant, &id).await?;
    Ok(NoContent)
}
