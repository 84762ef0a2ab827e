//! `/api/saml`

pub(crate) mod authn;
