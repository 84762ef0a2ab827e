//! `/oidc/token/revocation` (RFC 7009).

use axum::extract::{Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

use crate::http::app::State;
use crate::oidc::asked::Asked;

pub(in crate::oidc) async fn post(AxumState(state): AxumState<State>, request: Request) -> Response {
    let asked = match Asked::read(request).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    let outcome = state.0.provider.revoke(&asked.request(&state.0.provider)).await;
    // An empty text, as the clients of compatible software know it; some of those that live in a page refuse every text.
    let mut response = asked.answer(outcome.map(|()| "".into_response()));
    if response.status() == StatusCode::OK && asked.is_of_page() {
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}
