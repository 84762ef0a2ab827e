//! `/api/organizations/{id}/applications/{applicationId}/roles`: roles of applications that are members.

use avouch_domain::organizations::applications::{self, roles};
use avouch_model::organization_roles::OrganizationRole;
use avouch_model::organizations::{GiveApplicationsRoles, SomeOrganizationRoles};

use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;
use crate::management::organizations::{MEMBERSHIP, NOT_FOUND, RELATED, ROLE_TYPE, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/organizations/{id}/applications/roles")
        .post(give, about("Give roles to applications of an organization", &[RELATED, ROLE_TYPE]))
        .and_at("/api/organizations/{id}/applications/{applicationId}/roles")
        .get(list, about("List the roles of a member", &[MEMBERSHIP]))
        .post(add, about("Give roles to a member", &[MEMBERSHIP, RELATED, ROLE_TYPE]))
        .put(replace, about("Replace the roles of a member", &[MEMBERSHIP, RELATED, ROLE_TYPE]))
        .and_at("/api/organizations/{id}/applications/{applicationId}/roles/{organizationRoleId}")
        .delete(remove, about("Take a role from a member", &[MEMBERSHIP, NOT_FOUND]))
}

async fn give(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<GiveApplicationsRoles>,
) -> Result<CreatedText, Failure> {
    applications::give_roles(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id, application]): Ids<2>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<OrganizationRole>, Failure> {
    let listing = roles::list(&tenant, &id, &application, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id, application]): Ids<2>,
    Body(input): Body<SomeOrganizationRoles>,
) -> Result<CreatedText, Failure> {
    roles::add(&tenant, &id, &application, input).await?;
    Ok(CreatedText)
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id, application]): Ids<2>,
    Body(input): Body<SomeOrganizationRoles>,
) -> Result<NoContent, Failure> {
    roles::replace(&tenant, &id, &application, input).await?;
    Ok(NoContent)
}

async fn remove(
    Management { tenant, .. }: Management,
    Ids([id, application, role]): Ids<3>,
) -> Result<NoContent, Failure> {
    roles::remove(&tenant, &id, &application, &role).await?;
    Ok(NoContent)
}
