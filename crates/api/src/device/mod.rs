//! `/device`: the page where the user of a device types or confirms its code.

pub(crate) mod success;

use axum::extract::{Request, State as AxumState};
use axum::response::Response;

use crate::http::app::State;
use crate::http::language;
use crate::oidc::{Browser, found};
use crate::pages;

pub(crate) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let accepted = language::wanted(request.uri(), request.headers());
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    let visit = browser.visit();
    if state.0.provider.device_secret(&visit).is_none() {
        // The page works only for browsers that were told the secret.
        return found(&format!("{}/device{query}", visit.issuer.url()));
    }
    pages::show(&state, &browser, &accepted).await
}
