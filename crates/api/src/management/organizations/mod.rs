//! `/api/organizations`: groups of users and applications with roles of their own.

mod applications;
mod jit;
mod users;

use avouch_domain::{organizations, search};
use avouch_model::organizations::{
    CreateOrganization, FeaturedOrganization, ListOrganizations, Organization, UpdateOrganization,
};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
const NOT_FOUND: (u16, &str) = (404, "entity.not_found");
const RELATED: (u16, &str) = (422, "entity.relation_foreign_key_not_found");
const TWICE: (u16, &str) = (422, "entity.unique_integrity_violation");
const ROLE_TYPE: (u16, &str) = (422, "entity.db_constraint_violated");
const MEMBERSHIP: (u16, &str) = (422, "organization.require_membership");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Organizations", summary, errors)
}

pub(super) fn routes() -> Routes {
    const GONE: (u16, &str) = (404, "entity.not_exists");
    Routes::at("/api/organizations")
        .get(list, about("List organizations", &[]))
        .post(create, about("Create an organization", &[]))
        .and_at("/api/organizations/{id}")
        .get(get, about("Get an organization", &[MISSING]))
        .patch(update, about("Change an organization", &[GONE, (422, "entity.invalid_input")]))
        .delete(delete, about("Delete an organization", &[NOT_FOUND]))
        .merge(applications::routes())
        .merge(jit::routes())
        .merge(users::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<ListOrganizations>,
    Paging(asked): Paging,
) -> Result<Paged<FeaturedOrganization>, Failure> {
    let search = search::containing(query.q.as_deref(), &["id", "name"])?;
    let listing = organizations::list(&tenant, &search, query.show_featured.0, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateOrganization>,
) -> Result<Created<Organization>, Failure> {
    Ok(Created(organizations::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Organization>, Failure> {
    Ok(Json(organizations::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateOrganization>,
) -> Result<Json<Organization>, Failure> {
    Ok(Json(organizations::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    organizations::delete(&tenant, &id).await?;
    Ok(NoContent)
}
