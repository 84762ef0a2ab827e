//! `/api/organizations/{id}/users/{userId}/roles`: roles of users that are members.

use avouch_domain::organizations::users::{self, roles};
use avouch_model::organization_roles::OrganizationRole;
use avouch_model::organizations::{GiveUsersRoles, GivenRoles, RolesOrNames};

use crate::http::answer::{Created, CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;
use crate::management::organizations::{MEMBERSHIP, NOT_FOUND, RELATED, ROLE_TYPE, about};

pub(super) fn routes() -> Routes {
    const NOTHING: (u16, &str) = (422, "entity.invalid_input");
    const NAMES: (u16, &str) = (422, "organization.role_names_not_found");
    Routes::at("/api/organizations/{id}/users/roles")
        .post(give, about("Give roles to users of an organization", &[RELATED, ROLE_TYPE]))
        .and_at("/api/organizations/{id}/users/{userId}/roles")
        .get(list, about("List the roles of a member", &[MEMBERSHIP]))
        .post(add, about("Give roles to a member", &[MEMBERSHIP, RELATED, ROLE_TYPE, NAMES, NOTHING]))
        .put(replace, about("Replace the roles of a member", &[MEMBERSHIP, RELATED, ROLE_TYPE, NAMES]))
        .and_at("/api/organizations/{id}/users/{userId}/roles/{organizationRoleId}")
        .delete(remove, about("Take a role from a member", &[MEMBERSHIP, NOT_FOUND]))
}

async fn give(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<GiveUsersRoles>,
) -> Result<CreatedText, Failure> {
    users::give_roles(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id, user]): Ids<2>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<OrganizationRole>, Failure> {
    let listing = roles::list(&tenant, &id, &user, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id, user]): Ids<2>,
    Body(input): Body<RolesOrNames>,
) -> Result<Created<GivenRoles>, Failure> {
    Ok(Created(roles::add(&tenant, &id, &user, input).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id, user]): Ids<2>,
    Body(input): Body<RolesOrNames>,
) -> Result<NoContent, Failure> {
    roles::replace(&tenant, &id, &user, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, user, role]): Ids<3>) -> Result<NoContent, Failure> {
    roles::remove(&tenant, &id, &user, &role).await?;
    Ok(NoContent)
}
