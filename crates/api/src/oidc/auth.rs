//! `/oidc/auth`: the authorization endpoint, and where browsers come back to it.

use axum::extract::{Path, Request, State as AxumState};
use axum::response::Response;

use super::browser::Browser;
use crate::http::app::State;

pub(super) async fn any(AxumState(state): AxumState<State>, request: Request) -> Response {
    match Browser::read(request).await {
        Ok(browser) => browser.answer_of_auth(&state, state.0.provider.authorize(&browser.visit()).await).await,
        Err(response) => response,
    }
}

pub(super) async fn resume(AxumState(state): AxumState<State>, Path(uid): Path<String>, request: Request) -> Response {
    match Browser::read(request).await {
        Ok(browser) => browser.answer_of_auth(&state, state.0.provider.resume(&browser.visit(), &uid).await).await,
        Err(response) => response,
    }
}
