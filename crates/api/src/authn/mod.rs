//! `/api/authn`: where others bring people back to, and are told of them.

mod hasura;
mod saml;
pub(crate) mod single_sign_on;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    hasura::routes().merge(saml::routes()).merge(single_sign_on::saml::routes())
}
