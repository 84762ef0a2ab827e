//! `/api/domains`: custom domains.

mod cleanup;
mod verification_files;

use avouch_domain::domains;
use avouch_model::domains::{CreateDomain, Domain};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const UNCONFIGURED: (u16, &str) = (400, "domain.not_configured");
    let about = |summary, errors| About::new("Domains", summary, errors);
    Routes::at("/api/domains")
        .get(list, about("List custom domains", &[]))
        .post(create, about("Add a custom domain", &[UNCONFIGURED]))
        .and_at("/api/domains/{id}")
        .get(get, about("Get a custom domain", &[(404, "entity.not_exists_with_id")]))
        .delete(delete, about("Delete a custom domain", &[UNCONFIGURED]))
        .merge(cleanup::routes())
        .merge(verification_files::routes())
}

async fn list(Management { tenant, .. }: Management) -> Result<Json<Vec<Domain>>, Failure> {
    Ok(Json(domains::list(&tenant).await?))
}

async fn create(_: Management, Body(input): Body<CreateDomain>) -> Result<Created<Domain>, Failure> {
    Ok(Created(domains::create(&input)?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Domain>, Failure> {
    Ok(Json(domains::get(&tenant, &id).await?))
}

async fn delete(_: Management, Ids([_]): Ids<1>) -> Result<NoContent, Failure> {
    domains::delete()?;
    Ok(NoContent)
}
