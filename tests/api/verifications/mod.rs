//! `/api/verifications`

mod password;
pub(crate) mod social;
mod verification_code;
pub(crate) mod web_authn;
