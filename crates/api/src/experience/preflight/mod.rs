//! `/api/experience/preflight`: what a page may ask for before anything starts.

mod sign_in_passkey;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    sign_in_passkey::routes()
}
