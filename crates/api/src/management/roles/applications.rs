//! `/api/roles/{id}/applications`: applications that hold a role.

use avouch_domain::roles::applications;
use avouch_model::applications::Application;
use avouch_model::roles::RoleApplications;

use super::{INTERNAL, MISSING, NOT_HELD, WRONG_TYPE};
use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Find, Ids, Management, Named};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[INTERNAL, MISSING, (422, "role.application_exists"), WRONG_TYPE];
    let about = |summary, errors| About::new("Roles", summary, errors);
    Routes::at("/api/roles/{id}/applications")
        .get(list, about("List the applications that hold a role", &[MISSING]).also(204))
        .post(add, about("Give a role to applications", ERRORS))
        .and_at("/api/roles/{id}/applications/{applicationId}")
        .delete(remove, about("Take a role from an application", &[INTERNAL, MISSING, NOT_HELD]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([role]): Ids<1>,
    Find(search, _): Find<Named>,
    Paging(asked): Paging,
) -> Result<Paged<Application>, Failure> {
    let listing = applications::list(&tenant, &role, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([role]): Ids<1>,
    Body(input): Body<RoleApplications>,
) -> Result<CreatedText, Failure> {
    applications::add(&tenant, &role, input).await?;
    Ok(CreatedText)
}

async fn remove(Management { tenant, .. }: Management, Ids([role, application]): Ids<2>) -> Result<NoContent, Failure> {
    applications::remove(&tenant, &role, &application).await?;
    Ok(NoContent)
}
