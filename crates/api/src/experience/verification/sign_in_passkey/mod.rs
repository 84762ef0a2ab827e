//! `/api/experience/verification/sign-in-passkey`: passkeys instead of names and passwords.

mod authentication;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    authentication::routes()
}
