//! `/api/authn/single-sign-on`: people of enterprises.

pub(crate) mod saml;
