//! `/api/saml-applications`: what browsers and service providers come to, without a token.

mod metadata;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    metadata::routes()
}
