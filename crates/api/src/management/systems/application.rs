//! `/api/systems/application`: settings that concern applications.

use avouch_model::systems::ApplicationSystem;
use axum::extract::State;

use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::Management;
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    const NOT_CONFIGURED: &[(u16, &str)] = &[(501, "application.protected_app_not_configured")];
    Routes::at("/api/systems/application")
        .get(get, About::new("Systems", "Get the domain of protected applications", NOT_CONFIGURED))
}

async fn get(_: Management, State(state): State<App>) -> Result<Json<ApplicationSystem>, Failure> {
    Ok(Json(avouch_domain::systems::application(state.0.settings.protected_app_domain.as_deref())?))
}
