//! `/api/verifications/web-authn`

pub(crate) mod registration;
