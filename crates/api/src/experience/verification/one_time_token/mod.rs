//! `/api/experience/verification/one-time-token`.

mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default().merge(verify::routes())
}
