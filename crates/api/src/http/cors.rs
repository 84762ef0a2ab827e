//! Cross-origin rules of everything outside `/oidc`, which has rules of its own.

use avouch_oidc::Endpoints;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use url::Url;

const METHODS: HeaderValue = HeaderValue::from_static("GET,HEAD,PUT,POST,DELETE,PATCH");

/// Whether an origin may read answers of a path.
pub(crate) fn allowed<'headers>(
    endpoints: &Endpoints,
    path: &str,
    headers: &'headers HeaderMap,
) -> Option<&'headers HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let open = path.starts_with("/api/my-account") || path.starts_with("/api/verifications");
    // The console is a page of the admin endpoint that calls the APIs of every tenant.
    let console =
        || Url::parse(&endpoints.admin).is_ok_and(|url| origin == url.origin().ascii_serialization().as_str());
    (open || console()).then_some(origin)
}

/// Whether a request only asks what would be allowed.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to who asks what would be allowed.
pub(crate) fn preflight(origin: &HeaderValue, headers: &HeaderMap) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    let answer = response.headers_mut();
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    if let Some(asked) = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    response
}

/// Lets an origin read an answer.
pub(crate) fn allow(origin: HeaderValue, headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("*"));
}
