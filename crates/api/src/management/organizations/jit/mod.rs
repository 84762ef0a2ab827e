//! `/api/organizations/{id}/jit`: who joins by themselves, and what they get.

mod email_domains;
mod roles;
mod sso_connectors;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default().merge(email_domains::routes()).merge(roles::routes()).merge(sso_connectors::routes())
}
