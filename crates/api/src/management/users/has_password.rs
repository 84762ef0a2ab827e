//! `/api/users/{userId}/has-password`: whether a user has a password.

use avouch_domain::users::password;
use avouch_model::users::answers::HasPassword;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/has-password").get(get, about("Tell whether a user has a password", &[MISSING]))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<HasPassword>, Failure> {
    Ok(Json(password::has(&tenant, &id).await?))
}
