//! `/api/experience/user-assets`: files of people who register.

mod avatar;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    avatar::routes()
}
