//! `/api/authn/single-sign-on`: people of enterprises.

pub(super) mod saml;
