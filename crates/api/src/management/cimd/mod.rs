//! `/api/cimd`: clients that are known by the address of a document about them.

mod user_consent_scopes;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    user_consent_scopes::routes()
}
