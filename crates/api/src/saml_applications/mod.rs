//! `/api/saml-applications`: what browsers and service providers come to, without a token.

mod callback;
mod metadata;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    callback::routes().merge(metadata::routes())
}
