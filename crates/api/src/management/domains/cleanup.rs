//! `/api/domains/cleanup`: domains that nobody finished to set up.

use avouch_domain::domains;
use avouch_model::domains::{CleanUp, CleanedUp};

use crate::http::answer::Json;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    let about = About::new("Domains", "Remove stale custom domains", &[(400, "request.invalid_input")]);
    Routes::at("/api/domains/cleanup").post(clean_up, about)
}

async fn clean_up(
    Management { tenant, .. }: Management,
    Body(input): Body<CleanUp>,
) -> Result<Json<CleanedUp>, Failure> {
    Ok(Json(domains::clean_up(&tenant, &input).await?))
}
