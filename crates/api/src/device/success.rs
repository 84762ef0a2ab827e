//! `/device/success`: the end of the device flow.

use axum::extract::{Request, State as AxumState};
use axum::response::Response;

use crate::http::app::State;
use crate::http::language;
use crate::oidc::Browser;
use crate::pages;

pub(crate) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    let accepted = language::wanted(request.uri(), request.headers());
    match Browser::read(request).await {
        Ok(browser) => pages::show(&state, &browser, &accepted).await,
        Err(response) => response,
    }
}
