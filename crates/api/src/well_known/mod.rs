//! `/api/.well-known`: what anyone may read.

mod account_center;
pub(crate) mod acme_challenge;
mod endpoints;
pub(crate) mod kept;
mod openapi;
pub(crate) mod phrases;
mod sign_in_exp;
pub(crate) mod webauthn;

use crate::http::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(account_center::routes())
        .merge(endpoints::routes())
        .merge(openapi::routes())
        .merge(phrases::routes())
        .merge(sign_in_exp::routes())
}
