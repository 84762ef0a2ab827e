//! `/api/experience/verification/totp`: one-time passwords by time.

mod secret;
mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    secret::routes().merge(verify::routes())
}
