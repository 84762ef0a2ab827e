//! `/oidc`: the provider's endpoints. Errors, bodies and cross-origin rules are those of OAuth, not of `/api`.

mod cors;
mod discovery;
mod error;
mod form;
mod jwks;
mod token;

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
        .route("/oidc/token", post(token::post).options(cors::preflight_post).fallback(unknown))
        .route("/oidc/{*path}", axum::routing::any(unknown))
        .route("/oidc", axum::routing::any(unknown))
}

/// Whatever is not an endpoint, or not with this method.
async fn unknown(method: Method, uri: Uri) -> Response {
    error::unrecognized(&method, uri.path(), uri.query().unwrap_or_default()).into_response()
}
