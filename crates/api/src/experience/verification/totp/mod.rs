//! `/api/experience/verification/totp`: one-time passwords by time.

mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    verify::routes()
}
