//! `/api/organizations/{id}/applications`: machine-to-machine applications that are members.

mod roles;

use avouch_domain::organizations::applications;
use avouch_domain::search;
use avouch_model::organization_roles::Containing;
use avouch_model::organizations::{AddApplications, ApplicationMember, ReplaceApplications};

use super::{MISSING, NOT_FOUND, RELATED, ROLE_TYPE, TWICE, about};
use crate::http::answer::{CreatedText, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/organizations/{id}/applications")
        .get(list, about("List the applications of an organization", &[]))
        .post(add, about("Add applications to an organization", &[RELATED, ROLE_TYPE]))
        .put(replace, about("Replace the applications of an organization", &[MISSING, RELATED, ROLE_TYPE, TWICE]))
        .and_at("/api/organizations/{id}/applications/{applicationId}")
        .delete(remove, about("Remove an application from an organization", &[NOT_FOUND]))
        .merge(roles::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Query(query): Query<Containing>,
    Paging(asked): Paging,
) -> Result<Paged<ApplicationMember>, Failure> {
    let search = search::containing(query.q.as_deref(), &["id", "name", "description"])?;
    let listing = applications::list(&tenant, &id, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn add(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AddApplications>,
) -> Result<CreatedText, Failure> {
    applications::add(&tenant, &id, input).await?;
    Ok(CreatedText)
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ReplaceApplications>,
) -> Result<NoContent, Failure> {
    applications::replace(&tenant, &id, input).await?;
    Ok(NoContent)
}

async fn remove(Management { tenant, .. }: Management, Ids([id, application]): Ids<2>) -> Result<NoContent, Failure> {
    applications::remove(&tenant, &id, &application).await?;
    Ok(NoContent)
}
