//! `/api/experience/verification/backup-code`: backup codes.

mod generate;
mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    generate::routes().merge(verify::routes())
}
