//! `/api/experience/verification/mfa-verification-code`.

mod send;
mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default().merge(send::routes()).merge(verify::routes())
}
