//! `/api/configs/id-token`: what ID tokens carry.

use avouch_domain::configs::id_token;
use avouch_model::configs::IdTokenConfig;

use super::about;
use crate::http::answer::Json;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/configs/id-token")
        .get(get, about("Get what ID tokens carry", &[(404, "entity.not_found")]))
        .put(replace, about("Set what ID tokens carry", &[]))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<IdTokenConfig>, Failure> {
    Ok(Json(id_token::get(&tenant).await?))
}

async fn replace(
    Management { tenant, .. }: Management,
    Body(input): Body<IdTokenConfig>,
) -> Result<Json<IdTokenConfig>, Failure> {
    Ok(Json(id_token::replace(&tenant, input).await?))
}
