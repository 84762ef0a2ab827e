//! `/api/configs/oidc/session`: how long sessions last.

use avouch_domain::configs::oidc::session;
use avouch_model::configs::{SessionConfig, UpdateSessionConfig};

use crate::http::answer::Json;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::configs::about;

pub(super) fn routes() -> Routes {
    Routes::at("/api/configs/oidc/session")
        .get(get, about("Get how long sessions last", &[]))
        .patch(update, about("Change how long sessions last", &[]))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<SessionConfig>, Failure> {
    Ok(Json(session::get(&tenant).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Body(input): Body<UpdateSessionConfig>,
) -> Result<Json<SessionConfig>, Failure> {
    Ok(Json(session::update(&tenant, &input).await?))
}
