//! `/api/verifications/web-authn`: passkeys.

mod registration;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    registration::routes()
}
