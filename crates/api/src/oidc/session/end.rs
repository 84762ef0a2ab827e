//! `/oidc/session/end`: sign-out that a client starts (OpenID Connect RP-Initiated Logout 1.0).

use axum::extract::{Request, State as AxumState};
use axum::response::Response;
use http::StatusCode;

use crate::http::app::State;
use crate::http::language;
use crate::oidc::browser::Browser;
use crate::pages;

pub(in crate::oidc) async fn any(AxumState(state): AxumState<State>, request: Request) -> Response {
    match Browser::read(request).await {
        Ok(browser) => browser.answer(&state, state.0.provider.end_session(&browser.visit()).await).await,
        Err(response) => response,
    }
}

pub(in crate::oidc) async fn confirm(AxumState(state): AxumState<State>, request: Request) -> Response {
    match Browser::read(request).await {
        Ok(browser) => browser.answer(&state, state.0.provider.confirm_logout(&browser.visit()).await).await,
        Err(response) => response,
    }
}

pub(in crate::oidc) async fn success(AxumState(state): AxumState<State>, request: Request) -> Response {
    let accepted = language::wanted(request.uri(), request.headers());
    match Browser::read(request).await {
        Ok(browser) => pages::ours(&state, &browser, &accepted, StatusCode::OK).await,
        Err(response) => response,
    }
}
