//! `/consent`: what first-party applications ask for is granted without a page.

use avouch_oidc::Consent;
use axum::extract::{Request, State as AxumState};
use axum::response::Response;
use http::StatusCode;

use crate::http::answer;
use crate::http::app::State;
use crate::oidc::{Browser, redirect};

pub(crate) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    match state.0.provider.auto_consent(&browser.visit()).await {
        Ok(Consent::Granted(location)) => redirect(&location),
        Ok(Consent::Unknown) => redirect("/unknown-session"),
        // Third parties need the user's word, and the page that asks for it comes with the sign-in pages.
        Ok(Consent::Ask) => answer::text(StatusCode::NOT_FOUND),
        Err(failure) => browser.refused(failure),
    }
}
