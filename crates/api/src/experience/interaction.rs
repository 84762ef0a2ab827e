//! `/api/experience/interaction`: what the user did so far.

use avouch_signin::Shown;

use super::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/experience/interaction").get(get, about("Tell what the user did so far", &[NOT_STARTED]))
}

async fn get(interacting: Interacting) -> Result<Json<Shown>, Failure> {
    Ok(Json(interacting.progress()?.shown()))
}
