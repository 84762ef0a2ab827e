//! `/api/configs/cimd`: whether clients may be known by the address of a document about them.

use avouch_domain::configs::cimd;
use avouch_model::configs::{CimdConfig, UpdateCimdConfig};
use axum::extract::State as AxumState;

use super::about;
use crate::http::answer::Json;
use crate::http::app::State;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const UPDATE: &[(u16, &str)] = &[(422, "request.invalid_input")];
    Routes::at("/api/configs/cimd")
        .get(get, about("Get whether clients may be known by a document", &[]))
        .patch(update, about("Change whether clients may be known by a document", UPDATE))
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<CimdConfig>, Failure> {
    Ok(Json(cimd::get(&tenant).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    AxumState(state): AxumState<State>,
    Body(input): Body<UpdateCimdConfig>,
) -> Result<Json<CimdConfig>, Failure> {
    Ok(Json(cimd::update(&tenant, &input, state.0.outbound.is_guarded()).await?))
}
