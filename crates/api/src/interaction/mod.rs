//! `/api/interaction`: what a consent page needs.

mod consent;

use crate::experience::{GoOn, Interacting};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::at("/api/interaction")
        .delete(refuse, About::new("Interaction", "Refuse what an application asks for", &[]))
        .merge(consent::routes())
}

/// The client is told `access_denied` when the browser goes on.
async fn refuse(interacting: Interacting) -> Result<Json<GoOn>, Failure> {
    Ok(Json(GoOn { redirect_to: interacting.provider().refuse(&interacting.visit()).await? }))
}
