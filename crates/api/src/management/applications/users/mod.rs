//! `/api/applications/{id}/users`: what users and an application have to do with each other.

mod consent_organizations;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    consent_organizations::routes()
}
