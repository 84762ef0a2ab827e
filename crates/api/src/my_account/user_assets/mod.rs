//! `/api/my-account/user-assets`: files of the account.

mod avatar;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    avatar::routes()
}
