//! `/oidc/device/auth`: a device asks for a code (RFC 8628 section 3.1).

use axum::extract::{Request, State as AxumState};
use axum::response::Response;
use http::StatusCode;

use crate::http::answer;
use crate::http::app::State;
use crate::oidc::asked::Asked;

pub(in crate::oidc) async fn post(AxumState(state): AxumState<State>, request: Request) -> Response {
    let asked = match Asked::read(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let outcome = state.0.provider.device_authorization(&asked.request(&state.0.provider)).await;
    asked.answer(outcome.map(|device| answer::json(StatusCode::OK, &device)))
}
