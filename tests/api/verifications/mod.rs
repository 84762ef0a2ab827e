//! `/api/verifications`

mod password;
mod verification_code;
