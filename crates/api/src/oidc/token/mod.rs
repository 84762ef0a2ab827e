//! `/oidc/token`: the token endpoint.

pub(super) mod introspection;
pub(super) mod revocation;

use axum::extract::{Request, State as AxumState};
use axum::response::Response;
use http::StatusCode;

use super::asked::Asked;
use crate::http::answer;
use crate::http::app::State;

pub(super) async fn post(AxumState(state): AxumState<State>, request: Request) -> Response {
    let asked = match Asked::read(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let outcome = state.0.provider.token(&asked.request(&state.0.provider)).await;
    asked.answer(outcome.map(|token| answer::json(StatusCode::OK, &token)))
}
