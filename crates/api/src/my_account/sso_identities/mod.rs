//! `/api/my-account/sso-identities`: identities at providers of enterprises.

mod access_token;

use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    access_token::routes()
}
