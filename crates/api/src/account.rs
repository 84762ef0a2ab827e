//! `/account`: the pages where people manage their account. What they do there, they do over the Account API.

use avouch_domain::{account_center, users};
use avouch_web::Pages;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use serde_json::json;

use crate::http::answer;
use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::language;
use crate::oidc::Browser;
use crate::pages::{Look, Shown, come_back};

pub(crate) fn router() -> Router<State> {
    Router::new()
        .route("/account", get(page))
        .route("/account/{*rest}", get(page))
        .route("/account/callback/social/{connector}", get(page).post(come_back))
        .route("/account/qr", post(qr))
}

async fn page(AxumState(state): AxumState<State>, request: Request) -> Response {
    let accepted = language::wanted(request.uri(), request.headers());
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    made(&state, &browser, &accepted).await.unwrap_or_else(IntoResponse::into_response)
}

async fn made(state: &State, browser: &Browser, accepted: &[String]) -> Result<Response, Failure> {
    let look = Look::of(browser, accepted).await?;
    let center = account_center::get(&browser.visit().issuer.tenant).await?;
    let css = center.custom_css.clone();
    let more = json!({ "accountCenter": center });
    let shown = Shown { status: StatusCode::OK, pages: Pages::Account, css, more, framed_by: None, is_single: false };
    Ok(look.show(state, browser, shown).await)
}

/// Longest address of a key for an authenticator app.
const LONGEST: usize = 1024;

/// The picture of an authenticator app's key, as a `data:` URL. The key stays out of addresses, and thus out of logs.
async fn qr(request: Request) -> Response {
    let Ok(bytes) = to_bytes(request.into_body(), LONGEST).await else {
        return answer::text(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let text = std::str::from_utf8(&bytes).ok().filter(|text| text.starts_with("otpauth://totp/"));
    match text.and_then(users::mfa_verifications::qr::data_url) {
        Some(picture) => picture.into_response(),
        None => answer::text(StatusCode::BAD_REQUEST),
    }
}
