//! `/api/resources/{resourceId}/scopes`: permissions on a resource.

use avouch_domain::resources::scopes;
use avouch_model::resources::{CreateScope, Scope, UpdateScope};

use super::MISSING;
use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Find, Ids, Management, Named};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const SPACE: (u16, &str) = (400, "scope.name_with_space");
    const MANAGEMENT: (u16, &str) = (400, "resource.cannot_modify_management_api");
    const EXISTS: (u16, &str) = (422, "scope.name_exists");
    const UPDATE: &[(u16, &str)] =
        &[SPACE, MANAGEMENT, MISSING, (404, "entity.not_exists"), EXISTS, (422, "entity.invalid_input")];
    let about = |summary, errors| About::new("Resources", summary, errors);
    Routes::at("/api/resources/{resourceId}/scopes")
        .get(list, about("List the scopes of an API resource", &[]))
        .post(create, about("Create a scope", &[SPACE, MANAGEMENT, MISSING, EXISTS]))
        .and_at("/api/resources/{resourceId}/scopes/{scopeId}")
        .patch(update, about("Change a scope", UPDATE))
        .delete(delete, about("Delete a scope", &[MANAGEMENT, MISSING, (404, "entity.not_found")]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([resource]): Ids<1>,
    Find(search, _): Find<Named>,
    Paging(asked): Paging,
) -> Result<Paged<Scope>, Failure> {
    let listing = scopes::list(&tenant, &resource, &search, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn create(
    Management { tenant, .. }: Management,
    Ids([resource]): Ids<1>,
    Body(input): Body<CreateScope>,
) -> Result<Created<Scope>, Failure> {
    Ok(Created(scopes::create(&tenant, &resource, input).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([resource, scope]): Ids<2>,
    Body(input): Body<UpdateScope>,
) -> Result<Json<Scope>, Failure> {
    Ok(Json(scopes::update(&tenant, &resource, &scope, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([resource, scope]): Ids<2>) -> Result<NoContent, Failure> {
    scopes::delete(&tenant, &resource, &scope).await?;
    Ok(NoContent)
}
