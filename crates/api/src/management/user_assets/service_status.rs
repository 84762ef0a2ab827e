//! `/api/user-assets/service-status`: whether files can be uploaded.

use avouch_domain::user_assets;
use avouch_model::user_assets::ServiceStatus;
use axum::extract::State;

use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::Management;
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/user-assets/service-status")
        .get(get, About::new("User assets", "Get whether files can be uploaded", &[]))
}

async fn get(_: Management, State(state): State<App>) -> Result<Json<ServiceStatus>, Failure> {
    Ok(Json(user_assets::status(state.0.storage.as_ref())))
}
