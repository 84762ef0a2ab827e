//! `/api/experience/verification`

mod backup_code;
mod mfa_verification_code;
mod new_password_identity;
mod one_time_token;
mod password;
mod sign_in_passkey;
pub(crate) mod social;
pub(crate) mod sso;
pub(super) mod totp;
mod verification_code;
pub(crate) mod web_authn;
