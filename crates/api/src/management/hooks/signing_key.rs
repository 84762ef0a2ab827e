//! `/api/hooks/{id}/signing-key`: another secret to sign with.

use avouch_domain::hooks;
use avouch_model::hooks::Hook;

use super::{GONE, about};
use crate::http::answer::Json;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/hooks/{id}/signing-key").patch(rotate, about("Give a webhook another signing key", &[GONE]))
}

async fn rotate(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Hook>, Failure> {
    Ok(Json(hooks::rotate(&tenant, &id).await?))
}
