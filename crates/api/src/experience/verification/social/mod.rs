//! `/api/experience/verification/social/{connectorId}`: sign in at social providers.

mod authorization_uri;
mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    authorization_uri::routes().merge(verify::routes())
}
