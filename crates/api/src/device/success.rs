//! `/device/success`: the end of the device flow.

use axum::response::Response;
use http::StatusCode;

use crate::oidc::pages;

pub(crate) async fn get() -> Response {
    pages::sentence(StatusCode::OK, "Device connected", "The device is connected. You can close this page.")
}
