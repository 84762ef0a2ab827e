//! `/device/success`: the end of the device flow.

use axum::extract::{Request, State as AxumState};
use axum::response::Response;

use crate::http::app::State;
use crate::oidc::Browser;
use crate::pages;
use crate::well_known::phrases::accepted;

pub(crate) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    let accepted = accepted(request.headers());
    match Browser::read(request).await {
        Ok(browser) => pages::show(&state, &browser, &accepted).await,
        Err(response) => response,
    }
}
