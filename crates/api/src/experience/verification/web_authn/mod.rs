//! `/api/experience/verification/web-authn`: passkeys as second factors.

mod authentication;
mod registration;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    authentication::routes().merge(registration::routes())
}
