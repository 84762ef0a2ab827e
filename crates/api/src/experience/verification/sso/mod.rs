//! `/api/experience/verification/sso/{connectorId}`: sign in at the provider of an enterprise.

mod authorization_uri;
mod verify;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    authorization_uri::routes().merge(verify::routes())
}
