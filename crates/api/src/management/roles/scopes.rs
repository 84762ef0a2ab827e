//! `/api/roles/{id}/scopes`: what a role grants.

use avouch_domain::roles::scopes;
use avouch_model::resources::{Scope, ScopeWithResource};
use avouch_model::roles::RoleScopes;

use super::{INTERNAL, MISSING, NOT_HELD};
use crate::http::answer::{Created, NoContent};
use crate::http::extract::{Body, Find, Ids, Management, Named};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "role.management_api_scopes_not_assignable_to_user_role"),
        INTERNAL,
        MISSING,
        (422, "role.scope_exists"),
    ];
    let about = |summary, errors| About::new("Roles", summary, errors);
    Routes::at("/api/roles/{id}/scopes")
        .get(list, about("List the scopes of a role", &[MISSING]))
        .post(add, about("Grant scopes to a role", ERRORS).also(200))
        .and_at("/api/roles/{id}/scopes/{scopeId}")
        .delete(remove, about("Take a scope from a role", &[INTERNAL, MISSING, NOT_HELD]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([role]): Ids<1>,
    Find(search, _): Find<Named>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<ScopeWithResource>, Failure> {
    let page = asked.as_ref().map(Asked::page);
    Ok(Paged { listing: scopes::list(&tenant, &role, &search, page).await?, asked })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([role]): Ids<1>,
    Body(input): Body<RoleScopes>,
) -> Result<Created<Vec<Scope>>, Failure> {
    Ok(Created(scopes::add(&tenant, &role, input).await?))
}

async fn remove(Management { tenant, .. }: Management, Ids([role, scope]): Ids<2>) -> Result<NoContent, Failure> {
    scopes::remove(&tenant, &role, &scope).await?;
    Ok(NoContent)
}
