//! `/oidc/request`: pushed authorization requests (RFC 9126).

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
    let outcome = state.0.provider.push(&asked.request(&state.0.provider)).await;
    asked.answer(outcome.map(|pushed| answer::json(StatusCode::CREATED, &pushed)))
}
