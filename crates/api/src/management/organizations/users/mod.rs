//! `/api/organizations/{id}/users`: users who are members.

mod roles;
mod scopes;

use avouch_domain::organizations::users;
use avouch_domain::search;
use avouch_model::organizations::{AddUsers, AddedUsers, ListUserMembers, ReplaceUsers, UserMember};

use super::{MISSING, NOT_FOUND, RELATED, TWICE, about};
use crate::http::answer::{Created, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

/// Fields that members are searched by.
const FIELDS: &[&str] = &["id", "primary_email", "primary_phone", "username", "name"];

pub(super) fn routes() -> Routes {
    Routes::at("/api/organizations/{id}/users")
        .get(list, about("List the users of an organization", &[]))
        .post(add, about("Add users to an organization", &[RELATED]))
        .put(replace, about("Replace the users of an organization", &[MISSING, RELATED, TWICE]))
        .and_at("/api/organizations/{id}/users/{userId}")
        .delete(remove, about("Remove a user from an organization", &[NOT_FOUND]))
        .merge(roles::routes())
        .merge(scopes::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Query(query): Query<ListUserMembers>,
    Paging(asked): Paging,
) -> Result<Paged<UserMember>, Failure> {
    let search = search::containing(query.q.as_deref(), FIELDS)?;
    let role = query.organization_role_id.as_deref();
    let listing = users::list(&tenant, &id, role, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AddUsers>,
) -> Result<Created<AddedUsers>, Failure> {
    Ok(Created(users::add(&tenant, &id, input).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ReplaceUsers>,
) -> Result<NoContent, Failure> {
    users::replace(&tenant, &id, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, user]): Ids<2>) -> Result<NoContent, Failure> {
    users::remove(&tenant, &id, &user).await?;
    Ok(NoContent)
}
