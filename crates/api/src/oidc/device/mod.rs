//! `/oidc/device`: where the user of a device confirms its code (RFC 8628 section 3.3).

pub(super) mod auth;

use axum::extract::{Path, Request, State as AxumState};
use axum::response::Response;

use super::browser::Browser;
use crate::http::app::State;

pub(super) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    match Browser::read(request).await {
        Ok(browser) => browser.answer(&state, state.0.provider.device_page(&browser.visit()).await).await,
        Err(response) => response,
    }
}

pub(super) async fn post(AxumState(state): AxumState<State>, request: Request) -> Response {
    match Browser::read(request).await {
        Ok(browser) => browser.answer(&state, state.0.provider.device_form(&browser.visit()).await).await,
        Err(response) => response,
    }
}

pub(super) async fn resume(AxumState(state): AxumState<State>, Path(uid): Path<String>, request: Request) -> Response {
    match Browser::read(request).await {
        Ok(browser) => browser.answer(&state, state.0.provider.resume(&browser.visit(), &uid).await).await,
        Err(response) => response,
    }
}
