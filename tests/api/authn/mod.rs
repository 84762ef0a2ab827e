//! `/api/authn`

mod forged;
mod hasura;
mod saml;
mod single_sign_on;
