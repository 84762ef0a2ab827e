//! `/api/authn/single-sign-on`

mod encrypted;
mod idp;
mod idp_initiated;
mod saml;
