//! `/api/applications/{id}/legacy-secret`: the nameless secret from before secrets had names.

use avouch_domain::applications::legacy_secret;
use avouch_model::applications::Application;

use super::MISSING;
use crate::http::answer::Json;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[(400, "application.no_legacy_secret_found"), MISSING];
    Routes::at("/api/applications/{id}/legacy-secret")
        .delete(delete, About::new("Applications", "Delete the legacy secret of an application", ERRORS).also(204))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Application>, Failure> {
    Ok(Json(legacy_secret::delete(&tenant, &id).await?))
}
