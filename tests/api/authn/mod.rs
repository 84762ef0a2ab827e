//! `/api/authn`

mod hasura;
mod saml;
mod single_sign_on;
