//! `/api/organization-roles/{id}/scopes`: the organization scopes of a role.

use avouch_domain::organization_roles::scopes;
use avouch_model::organization_roles::{AllOrganizationScopes, SomeOrganizationScopes};
use avouch_model::organization_scopes::OrganizationScope;

use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;
use crate::management::organization_roles::{MISSING, NOT_FOUND, RELATED, TWICE, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/organization-roles/{id}/scopes")
        .get(list, about("List the organization scopes of a role", &[MISSING]))
        .post(add, about("Add to the organization scopes of a role", &[RELATED]))
        .put(replace, about("Replace the organization scopes of a role", &[MISSING, RELATED, TWICE]))
        .and_at("/api/organization-roles/{id}/scopes/{organizationScopeId}")
        .delete(remove, about("Remove from the organization scopes of a role", &[NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<OrganizationScope>, Failure> {
    let listing = scopes::list(&tenant, &id, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SomeOrganizationScopes>,
) -> Result<CreatedText, Failure> {
    scopes::add(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AllOrganizationScopes>,
) -> Result<NoContent, Failure> {
    scopes::replace(&tenant, &id, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, scope]): Ids<2>) -> Result<NoContent, Failure> {
    scopes::remove(&tenant, &id, &scope).await?;
    Ok(NoContent)
}
