//! `/api/organizations/{id}/jit/roles`: the roles of those who join by themselves.

use avouch_domain::organizations::jit::roles;
use avouch_model::organization_roles::OrganizationRole;
use avouch_model::organizations::{AllOrganizationRoles, SomeOrganizationRoles};

use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;
use crate::management::organizations::{MISSING, NOT_FOUND, RELATED, TWICE, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/organizations/{id}/jit/roles")
        .get(list, about("List the roles of those who join by themselves", &[MISSING]))
        .post(add, about("Add to the roles of those who join by themselves", &[RELATED]))
        .put(replace, about("Replace the roles of those who join by themselves", &[MISSING, RELATED, TWICE]))
        .and_at("/api/organizations/{id}/jit/roles/{organizationRoleId}")
        .delete(remove, about("Remove from the roles of those who join by themselves", &[NOT_FOUND]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<OrganizationRole>, Failure> {
    let listing = roles::list(&tenant, &id, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SomeOrganizationRoles>,
) -> Result<CreatedText, Failure> {
    roles::add(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AllOrganizationRoles>,
) -> Result<NoContent, Failure> {
    roles::replace(&tenant, &id, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, role]): Ids<2>) -> Result<NoContent, Failure> {
    roles::remove(&tenant, &id, &role).await?;
    Ok(NoContent)
}
