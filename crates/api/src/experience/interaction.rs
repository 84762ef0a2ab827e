//! `/api/experience/interaction`: what the user did so far.

use avouch_signin::{Shown, trusted_device};

use super::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/experience/interaction").get(get, about("Tell what the user did so far", &[NOT_STARTED]))
}

async fn get(interacting: Interacting) -> Result<Json<Shown>, Failure> {
    let progress = interacting.progress()?;
    let trusted_device = trusted_device::offer(interacting.tenant(), &progress).await?;
    Ok(Json(Shown { trusted_device, ..progress.shown() }))
}
