//! `/api/dashboard`: counts of users.

mod users;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    users::routes()
}
