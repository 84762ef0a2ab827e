//! `/api/my-account/mfa-verifications/totp-secret`.

mod generate;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    generate::routes()
}
