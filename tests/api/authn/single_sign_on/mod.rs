//! `/api/authn/single-sign-on`

mod idp;
mod saml;
