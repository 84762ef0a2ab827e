//! `/api/experience/user-assets/avatar`: a picture of someone who registers.

use avouch_domain::user_assets;
use avouch_model::user_assets::Uploaded;
use axum::extract::State;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::File;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NOT_STARTED, (400, "session.invalid_interaction_type")];
    Routes::at("/api/experience/user-assets/avatar")
        .post(upload, about("Keep a picture of someone who registers", ERRORS))
}

async fn upload(
    interacting: Interacting,
    State(state): State<App>,
    File(file): File,
) -> Result<Json<Uploaded>, Failure> {
    interacting.progress()?.refuse_unless_registering()?;
    let (storage, actor) = (state.0.storage.as_ref(), interacting.around().session.to_owned());
    Ok(Json(user_assets::avatar(interacting.tenant(), storage, &actor, file, interacting.endpoint()).await?))
}
