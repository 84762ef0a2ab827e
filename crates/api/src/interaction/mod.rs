//! `/api/interaction`: what a consent page needs.

mod consent;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    consent::routes()
}
