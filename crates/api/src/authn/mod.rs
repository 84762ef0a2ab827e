//! `/api/authn`: who someone is, for others. No token of the Management API is needed.

mod hasura;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    hasura::routes()
}
