//! `/api/applications/{applicationId}/roles`: roles of a machine-to-machine application.

use avouch_domain::applications::roles;
use avouch_model::applications::{AddedRoles, ApplicationRoles};
use avouch_model::roles::Role;

use super::{MISSING, NOT_FOUND};
use crate::http::answer::{Created, NoContent, OkText};
use crate::http::extract::{Body, Find, Ids, Management, Named};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const INTERNAL: (u16, &str) = (403, "role.internal_role_violation");
    const TYPE: (u16, &str) = (422, "application.invalid_type");
    const ROLE_TYPE: (u16, &str) = (422, "application.invalid_role_type");
    const CONSTRAINT: (u16, &str) = (422, "entity.db_constraint_violated");
    let about = |summary, errors| About::new("Applications", summary, errors);
    Routes::at("/api/applications/{applicationId}/roles")
        .get(list, about("List the roles of an application", &[MISSING, TYPE]).also(204))
        .post(add, about("Give roles to an application", &[INTERNAL, MISSING, TYPE, ROLE_TYPE]))
        .put(replace, about("Replace the roles of an application", &[INTERNAL, MISSING, TYPE, CONSTRAINT]))
        .and_at("/api/applications/{applicationId}/roles/{roleId}")
        .delete(remove, about("Take a role from an application", &[INTERNAL, MISSING, NOT_FOUND, TYPE]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Find(search, _): Find<Named>,
    Paging(asked): Paging,
) -> Result<Paged<Role>, Failure> {
    let listing = roles::list(&tenant, &id, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ApplicationRoles>,
) -> Result<Created<AddedRoles>, Failure> {
    Ok(Created(roles::add(&tenant, &id, input).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ApplicationRoles>,
) -> Result<OkText, Failure> {
    roles::replace(&tenant, &id, input).await?;
    Ok(OkText)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, role]): Ids<2>) -> Result<NoContent, Failure> {
    roles::remove(&tenant, &id, &role).await?;
    Ok(NoContent)
}
