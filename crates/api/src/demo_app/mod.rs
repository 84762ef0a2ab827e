//! `/demo-app`: a client that shows the sign-in pages as they are now, and the tokens that come of them.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

/// The page loads its own script and style, and speaks to the provider that serves it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

/// A file of a page that loads nothing of others.
pub(crate) fn file(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    ];
    (headers, text).into_response()
}

pub(crate) async fn get() -> Response {
    file("text/html; charset=utf-8", include_str!("page.html"))
}

pub(crate) async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("page.js"))
}

/// What both demonstrations do.
pub(crate) async fn shared() -> Response {
    file("text/javascript; charset=utf-8", include_str!("shared.js"))
}

/// Browsers lend their digests over secure connections only, and people try this in a plain network too.
pub(crate) async fn sha256() -> Response {
    file("text/javascript; charset=utf-8", avouch_web::SHA256)
}

pub(crate) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("page.css"))
}
