//! `/api/authn/single-sign-on`

mod encrypted;
pub(super) mod idp;
mod idp_initiated;
mod saml;
