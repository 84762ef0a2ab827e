//! `/api/roles/{id}/users`: users who hold a role.

use avouch_domain::roles::users;
use avouch_model::roles::RoleUsers;
use avouch_model::users::UserProfile;

use super::{INTERNAL, MISSING, NOT_HELD, WRONG_TYPE};
use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Find, Ids, Management, Users};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[INTERNAL, MISSING, NOT_HELD, (422, "role.user_exists"), WRONG_TYPE];
    let about = |summary, errors| About::new("Roles", summary, errors);
    Routes::at("/api/roles/{id}/users")
        .get(list, about("List the users who hold a role", &[MISSING]))
        .post(add, about("Give a role to users", ERRORS))
        .and_at("/api/roles/{id}/users/{userId}")
        .delete(remove, about("Take a role from a user", &[INTERNAL, MISSING, NOT_HELD]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([role]): Ids<1>,
    Find(search, _): Find<Users>,
    Paging(asked): Paging,
) -> Result<Paged<UserProfile>, Failure> {
    let listing = users::list(&tenant, &role, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([role]): Ids<1>,
    Body(input): Body<RoleUsers>,
) -> Result<CreatedText, Failure> {
    users::add(&tenant, &role, input).await?;
    Ok(CreatedText)
}

async fn remove(Management { tenant, .. }: Management, Ids([role, user]): Ids<2>) -> Result<NoContent, Failure> {
    users::remove(&tenant, &role, &user).await?;
    Ok(NoContent)
}
