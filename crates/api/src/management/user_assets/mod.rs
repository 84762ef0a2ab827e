//! `/api/user-assets`: files that administrators upload.

mod service_status;

use avouch_domain::user_assets;
use avouch_model::user_assets::Uploaded;
use axum::extract::State;

use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::{File, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/user-assets")
        .post(upload, About::new("User assets", "Keep a file", &[]))
        .merge(service_status::routes())
}

async fn upload(management: Management, State(state): State<App>, File(file): File) -> Result<Json<Uploaded>, Failure> {
    let Management { tenant, caller, .. } = &management;
    let storage = state.0.storage.as_ref();
    Ok(Json(user_assets::upload(tenant, storage, caller, file, management.endpoint()).await?))
}
