//! `/files`: what users uploaded. Nothing that is served here can run anything.

use avouch_domain::user_assets;
use axum::Router;
use axum::extract::{Path, Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderName, HeaderValue, header};

use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub(crate) fn router() -> Router<State> {
    Router::new().route("/files/{*key}", get(file))
}

async fn file(AxumState(state): AxumState<State>, Path(key): Path<String>, request: Request) -> Response {
    match serve(&state, &key, request).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn serve(state: &State, key: &str, request: Request) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let Context { issuer, .. } = Context::of(&parts)?;
    let bytes = user_assets::get(&issuer.tenant, state.0.storage.as_ref(), key).await?;
    let kind = avouch_storage::of_name(key);
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let is_picture = kind.starts_with("image/");
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // Applications show people's pictures.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::CONTENT_DISPOSITION, if is_picture { "inline" } else { "attachment" }),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}
