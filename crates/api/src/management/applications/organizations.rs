//! `/api/applications/{id}/organizations`: organizations that an application is a member of.

use avouch_domain::applications::organizations;
use avouch_model::organizations::OrganizationWithRoles;

use super::{MISSING, about};
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/applications/{id}/organizations")
        .get(list, about("List the organizations of an application", &[MISSING]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<OrganizationWithRoles>, Failure> {
    let listing = organizations::list(&tenant, &id, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}
