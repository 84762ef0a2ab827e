//! `/oidc/jwks`: the public keys (RFC 7517 section 5).

use axum::extract::State as AxumState;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};

use super::{cors, error};
use crate::http::answer;
use crate::http::app::State;
use crate::http::extract::Visitor;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/jwk-set+json; charset=utf-8");
const FRESH: HeaderValue = HeaderValue::from_static("no-cache, max-age=0, must-revalidate");

pub(super) async fn get(AxumState(state): AxumState<State>, visitor: Visitor) -> Response {
    let mut response = match state.0.provider.jwks(&visitor.issuer).await {
        Ok(keys) => {
            let mut response = answer::json_bytes(StatusCode::OK, Bytes::from_owner(keys));
            response.headers_mut().insert(header::CONTENT_TYPE, MEDIA_TYPE);
            response.headers_mut().insert(header::CACHE_CONTROL, FRESH);
            response
        }
        Err(failure) => error::answer(&failure, ""),
    };
    cors::allow(&visitor.headers, &mut response);
    response
}
