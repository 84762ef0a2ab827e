//! `/consent`: what first-party applications ask for is granted without a page.

use avouch_oidc::Consent;
use axum::extract::{Request, State as AxumState};
use axum::response::Response;

use crate::http::app::State;
use crate::oidc::{Browser, found};
use crate::pages;
use crate::well_known::phrases::accepted;

pub(crate) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    let accepted = accepted(request.headers());
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    match state.0.provider.auto_consent(&browser.visit()).await {
        Ok(Consent::Granted(location)) => found(&location),
        Ok(Consent::Unknown) => pages::lost(browser.visit().issuer).await,
        // Third parties need the user's word.
        Ok(Consent::Ask) => pages::show(&state, &browser, &accepted).await,
        Err(failure) => browser.refused(failure),
    }
}
