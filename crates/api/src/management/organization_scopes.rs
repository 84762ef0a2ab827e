//! `/api/organization-scopes`: organization scopes.

use avouch_domain::{organization_scopes, search};
use avouch_model::organization_roles::Containing;
use avouch_model::organization_scopes::{CreateOrganizationScope, OrganizationScope, UpdateOrganizationScope};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

const NOT_FOUND: (u16, &str) = (404, "entity.not_found");
const TWICE: (u16, &str) = (422, "entity.unique_integrity_violation");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Organization scopes", summary, errors)
}

pub(super) fn routes() -> Routes {
    const GONE: (u16, &str) = (404, "entity.not_exists");
    Routes::at("/api/organization-scopes")
        .get(list, about("List organization scopes", &[]))
        .post(create, about("Create an organization scope", &[TWICE]))
        .and_at("/api/organization-scopes/{id}")
        .get(get, about("Get an organization scope", &[(404, "entity.not_exists_with_id")]))
        .patch(update, about("Change an organization scope", &[GONE, TWICE, (422, "entity.invalid_input")]))
        .delete(delete, about("Delete an organization scope", &[NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<Containing>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<OrganizationScope>, Failure> {
    let search = search::containing(query.q.as_deref(), &["name"])?;
    let listing = organization_scopes::list(&tenant, &search, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateOrganizationScope>,
) -> Result<Created<OrganizationScope>, Failure> {
    Ok(Created(organization_scopes::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<OrganizationScope>, Failure> {
    Ok(Json(organization_scopes::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateOrganizationScope>,
) -> Result<Json<OrganizationScope>, Failure> {
    Ok(Json(organization_scopes::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    organization_scopes::delete(&tenant, &id).await?;
    Ok(NoContent)
}
