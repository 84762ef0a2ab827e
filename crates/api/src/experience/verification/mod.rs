//! `/api/experience/verification`: what a user proves.

mod backup_code;
mod new_password_identity;
mod password;
mod totp;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default()
        .merge(backup_code::routes())
        .merge(new_password_identity::routes())
        .merge(password::routes())
        .merge(totp::routes())
}
