//! `/api/experience/preflight/sign-in-passkey`

mod authentication;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    authentication::routes()
}
