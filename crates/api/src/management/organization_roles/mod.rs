//! `/api/organization-roles`: organization roles.

mod resource_scopes;
mod scopes;

use avouch_domain::{organization_roles, search};
use avouch_model::organization_roles::{
    Containing, CreateOrganizationRole, OrganizationRole, OrganizationRoleWithScopes, UpdateOrganizationRole,
};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_found");
const NOT_FOUND: (u16, &str) = (404, "entity.not_found");
const RELATED: (u16, &str) = (422, "entity.relation_foreign_key_not_found");
const TWICE: (u16, &str) = (422, "entity.unique_integrity_violation");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Organization roles", summary, errors)
}

pub(super) fn routes() -> Routes {
    const GONE: (u16, &str) = (404, "entity.not_exists");
    Routes::at("/api/organization-roles")
        .get(list, about("List organization roles", &[]))
        .post(create, about("Create an organization role", &[RELATED, TWICE]))
        .and_at("/api/organization-roles/{id}")
        .get(get, about("Get an organization role", &[NOT_FOUND]))
        .patch(update, about("Change an organization role", &[GONE, TWICE, (422, "entity.invalid_input")]))
        .delete(delete, about("Delete an organization role", &[NOT_FOUND]))
        .merge(resource_scopes::routes())
        .merge(scopes::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<Containing>,
    Paging(asked): Paging,
) -> Result<Paged<OrganizationRoleWithScopes>, Failure> {
    let search = search::containing(query.q.as_deref(), &["id", "name", "description"])?;
    let listing = organization_roles::list(&tenant, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateOrganizationRole>,
) -> Result<Created<OrganizationRole>, Failure> {
    Ok(Created(organization_roles::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<OrganizationRole>, Failure> {
    Ok(Json(organization_roles::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateOrganizationRole>,
) -> Result<Json<OrganizationRole>, Failure> {
    Ok(Json(organization_roles::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    organization_roles::delete(&tenant, &id).await?;
    Ok(NoContent)
}
