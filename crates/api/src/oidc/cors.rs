//! Cross-origin rules of the provider.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use super::unknown;

/// Lets the origin of a request read the answer; any program may, when none is given.
pub(super) fn allow(request: &HeaderMap, response: &mut Response) {
    let origin = request.get(header::ORIGIN).cloned().unwrap_or(HeaderValue::from_static("*"));
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let exposed = if headers.contains_key("dpop-nonce") {
        HeaderValue::from_static("WWW-Authenticate, DPoP-Nonce")
    } else {
        HeaderValue::from_static("WWW-Authenticate")
    };
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
}

async fn preflight(method: Method, uri: Uri, headers: HeaderMap, methods: &'static str) -> Response {
    if !headers.contains_key(header::ORIGIN) || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return unknown(method, uri).await;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    allow(&headers, &mut response);
    let answer = response.headers_mut();
    answer.remove(header::ACCESS_CONTROL_EXPOSE_HEADERS);
    answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
    answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    if let Some(asked) = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    response
}

/// What would be allowed at a document that anyone may read.
pub(super) async fn preflight_any(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    preflight(method, uri, headers, "GET").await
}

/// What would be allowed at the userinfo endpoint.
pub(super) async fn preflight_userinfo(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    preflight(method, uri, headers, "GET,POST").await
}

/// What would be allowed at an endpoint that clients post to; whether this client may is known with the request.
pub(super) async fn preflight_post(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    preflight(method, uri, headers, "POST").await
}
