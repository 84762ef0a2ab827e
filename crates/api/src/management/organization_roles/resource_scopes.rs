//! `/api/organization-roles/{id}/resource-scopes`: the API resource scopes of a role.

use avouch_domain::organization_roles::resource_scopes;
use avouch_model::organization_roles::{AllScopes, SomeScopes};
use avouch_model::resources::Scope;

use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;
use crate::management::organization_roles::{MISSING, NOT_FOUND, RELATED, TWICE, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/organization-roles/{id}/resource-scopes")
        .get(list, about("List the API resource scopes of a role", &[MISSING]))
        .post(add, about("Add to the API resource scopes of a role", &[RELATED]))
        .put(replace, about("Replace the API resource scopes of a role", &[MISSING, RELATED, TWICE]))
        .and_at("/api/organization-roles/{id}/resource-scopes/{scopeId}")
        .delete(remove, about("Remove from the API resource scopes of a role", &[NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<Scope>, Failure> {
    let listing = resource_scopes::list(&tenant, &id, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SomeScopes>,
) -> Result<CreatedText, Failure> {
    resource_scopes::add(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AllScopes>,
) -> Result<NoContent, Failure> {
    resource_scopes::replace(&tenant, &id, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, scope]): Ids<2>) -> Result<NoContent, Failure> {
    resource_scopes::remove(&tenant, &id, &scope).await?;
    Ok(NoContent)
}
