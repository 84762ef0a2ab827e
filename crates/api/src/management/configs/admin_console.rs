//! `/api/configs/admin-console`: what the console remembers.

use avouch_domain::configs::admin_console;
use avouch_model::configs::{AdminConsoleConfig, UpdateAdminConsoleConfig};

use super::about;
use crate::http::answer::Json;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const MISSING: (u16, &str) = (404, "entity.not_found");
    Routes::at("/api/configs/admin-console")
        .get(get, about("Get what the console remembers", &[MISSING]))
        .patch(update, about("Change what the console remembers", &[MISSING]))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<AdminConsoleConfig>, Failure> {
    Ok(Json(admin_console::get(&tenant).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Body(input): Body<UpdateAdminConsoleConfig>,
) -> Result<Json<AdminConsoleConfig>, Failure> {
    Ok(Json(admin_console::update(&tenant, input).await?))
}
