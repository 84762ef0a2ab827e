//! `/api/experience/profile`: what the user gives for the account.

mod add;
pub(super) mod mfa;
mod password;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default().merge(add::routes()).merge(mfa::routes()).merge(password::routes())
}
