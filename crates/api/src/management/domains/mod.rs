//! `/api/domains`: custom domains.

mod cleanup;
mod verification_files;

use avouch_domain::domains;
use avouch_model::domains::{CreateDomain, Domain};
use axum::extract::State;

use crate::http::answer::{Created, Json, NoContent};
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const UNCONFIGURED: (u16, &str) = (400, "domain.not_configured");
    const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
    const CREATE: &[(u16, &str)] = &[
        UNCONFIGURED,
        (400, "domain.domain_is_not_allowed"),
        (422, "domain.domain_in_use"),
        (422, "domain.exceed_domain_limit"),
        (422, "domain.hostname_already_exists"),
    ];
    let about = |summary, errors| About::new("Domains", summary, errors);
    Routes::at("/api/domains")
        .get(list, about("List custom domains", &[]))
        .post(create, about("Add a custom domain", CREATE))
        .and_at("/api/domains/{id}")
        .get(get, about("Get a custom domain", &[MISSING]))
        .delete(delete, about("Delete a custom domain", &[UNCONFIGURED, MISSING]))
        .merge(cleanup::routes())
        .merge(verification_files::routes())
}

async fn list(Management { tenant, .. }: Management, State(app): State<App>) -> Result<Json<Vec<Domain>>, Failure> {
    Ok(Json(domains::list(&tenant, &app.0.hosting).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    State(app): State<App>,
    Body(input): Body<CreateDomain>,
) -> Result<Created<Domain>, Failure> {
    Ok(Created(domains::create(&tenant, &app.0.hosting, &input).await?))
}

async fn get(
    Management { tenant, .. }: Management,
    State(app): State<App>,
    Ids([id]): Ids<1>,
) -> Result<Json<Domain>, Failure> {
    Ok(Json(domains::get(&tenant, &app.0.hosting, &id).await?))
}

async fn delete(
    Management { tenant, .. }: Management,
    State(app): State<App>,
    Ids([id]): Ids<1>,
) -> Result<NoContent, Failure> {
    domains::delete(&tenant, &app.0.hosting, &id).await?;
    Ok(NoContent)
}
