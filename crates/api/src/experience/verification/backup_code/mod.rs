//! `/api/experience/verification/backup-code`: backup codes.

mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    verify::routes()
}
