//! `/api/resources`: API resources.

mod is_default;
mod scopes;

use avouch_domain::resources;
use avouch_model::applications::IncludeScopes;
use avouch_model::resources::{CreateResource, Resource, ResourceWithScopes, UpdateResource};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");

pub(super) fn routes() -> Routes {
    let about = |summary, errors| About::new("Resources", summary, errors);
    Routes::at("/api/resources")
        .get(list, about("List API resources", &[]))
        .post(create, about("Create an API resource", &[(422, "resource.resource_identifier_in_use")]))
        .and_at("/api/resources/{id}")
        .get(get, about("Get an API resource", &[MISSING]))
        .patch(
            update,
            about(
                "Change an API resource",
                &[(400, "resource.cannot_modify_management_api"), MISSING, (422, "entity.invalid_input")],
            ),
        )
        .delete(delete, about("Delete an API resource", &[(400, "resource.cannot_delete_management_api"), MISSING]))
        .merge(is_default::routes())
        .merge(scopes::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<IncludeScopes>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<ResourceWithScopes>, Failure> {
    let page = asked.as_ref().map(Asked::page);
    let listing = resources::list(&tenant, query.include_scopes.0, page).await?;
    Ok(Paged { asked, listing })
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateResource>,
) -> Result<Created<ResourceWithScopes>, Failure> {
    Ok(Created(resources::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Resource>, Failure> {
    Ok(Json(resources::get(&tenant, &id).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateResource>,
) -> Result<Json<Resource>, Failure> {
    Ok(Json(resources::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    resources::delete(&tenant, &id).await?;
    Ok(NoContent)
}
