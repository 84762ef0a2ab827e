//! `/device-demo-app`: plays a device without a browser of its own, such as a television, that signs people in.

use axum::response::Response;

use crate::demo_app::file;

pub(crate) async fn get() -> Response {
    file("text/html; charset=utf-8", include_str!("page.html"))
}

pub(crate) async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("page.js"))
}
