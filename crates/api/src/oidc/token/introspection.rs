//! `/oidc/token/introspection` (RFC 7662).

use axum::extract::{Request, State as AxumState};
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};

use crate::http::answer;
use crate::http::app::State;
use crate::oidc::asked::Asked;

/// The media type of a signed answer (RFC 9701 section 4).
const SIGNED: &str = "application/token-introspection+jwt";

pub(in crate::oidc) async fn post(AxumState(state): AxumState<State>, request: Request) -> Response {
    let asked = match Asked::read(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    if asked.wants(SIGNED) {
        match state.0.provider.introspect_signed(&asked.request(&state.0.provider)).await {
            Ok(Some(token)) => return asked.answer(Ok(([(header::CONTENT_TYPE, SIGNED)], token).into_response())),
            Ok(None) => {}
            Err(failure) => return asked.answer(Err(failure)),
        }
    }
    let outcome = state.0.provider.introspect(&asked.request(&state.0.provider)).await;
    asked.answer(outcome.map(|told| answer::json(StatusCode::OK, &told)))
}
