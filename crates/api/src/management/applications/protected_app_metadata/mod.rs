//! `/api/applications/{id}/protected-app-metadata`: what a protected application's proxy knows.

mod custom_domains;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    custom_domains::routes()
}
