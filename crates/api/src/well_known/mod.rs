//! `/api/.well-known`: what anyone may read.

mod endpoints;
mod openapi;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::default().merge(endpoints::routes()).merge(openapi::routes())
}
