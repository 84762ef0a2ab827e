//! `/oidc`: the provider's endpoints. Errors, bodies and cross-origin rules are those of OAuth, not of `/api`.

mod asked;
mod auth;
mod browser;
mod cors;
mod device;
mod discovery;
mod error;
mod form;
mod jwks;
mod me;
pub(crate) mod pages;
mod reg;
mod request;
mod session;
mod token;

pub(crate) use browser::{Browser, caller, cookies, found};
pub(crate) use error::{body_of as error_body, is_plain as asks_plainly, plain_body_of as plain_error_body};

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{Method, Uri};

use crate::http::app::State;

pub(crate) fn router() -> Router<State> {
    let discovery = || get(discovery::get).options(cors::preflight_any).fallback(unknown);
    Router::new()
        .route("/oidc/.well-known/openid-configuration", discovery())
        .route("/oidc/.well-known/oauth-authorization-server", discovery())
        .route("/oidc/jwks", get(jwks::get).options(cors::preflight_any).fallback(unknown))
        .route("/oidc/auth", get(auth::any).post(auth::any).fallback(unknown))
        .route("/oidc/auth/{uid}", get(auth::resume).fallback(unknown))
        .route("/oidc/request", post(request::post).options(cors::preflight_post).fallback(unknown))
        .route("/oidc/device", get(device::get).post(device::post).fallback(unknown))
        .route("/oidc/device/auth", post(device::auth::post).options(cors::preflight_post).fallback(unknown))
        .route("/oidc/device/{uid}", get(device::resume).fallback(unknown))
        .route("/oidc/session/end", get(session::end::any).post(session::end::any).fallback(unknown))
        .route("/oidc/session/end/confirm", post(session::end::confirm).fallback(unknown))
        .route("/oidc/session/end/success", get(session::end::success).fallback(unknown))
        .route("/oidc/me", get(me::any).post(me::any).options(cors::preflight_userinfo).fallback(unknown))
        .route("/oidc/token", post(token::post).options(cors::preflight_post).fallback(unknown))
        .route(
            "/oidc/token/introspection",
            post(token::introspection::post).options(cors::preflight_post).fallback(unknown),
        )
        .route("/oidc/token/revocation", post(token::revocation::post).options(cors::preflight_post).fallback(unknown))
        .route("/oidc/reg", post(reg::post).fallback(unknown))
        .route("/oidc/reg/{id}", get(reg::manage).put(reg::manage).delete(reg::manage).fallback(unknown))
        .route("/oidc/{*path}", axum::routing::any(unknown))
        .route("/oidc", axum::routing::any(unknown))
        .route("/consent", get(crate::consent::get))
        .route("/device", get(crate::device::get))
        .route("/device/success", get(crate::device::success::get))
        .route("/demo-app", get(crate::demo_app::get))
        .route("/demo-app/page.js", get(crate::demo_app::script))
        .route("/demo-app/shared.js", get(crate::demo_app::shared))
        .route("/demo-app/sha256.js", get(crate::demo_app::sha256))
        .route("/demo-app/page.css", get(crate::demo_app::style))
        .route("/device-demo-app", get(crate::device_demo_app::get))
        .route("/device-demo-app/page.js", get(crate::device_demo_app::script))
}

/// Whatever is not an endpoint, or not with this method.
async fn unknown(method: Method, uri: Uri) -> Response {
    error::unrecognized(&method, uri.path(), uri.query().unwrap_or_default()).into_response()
}
