//! `/api/experience/verification`

mod backup_code;
mod new_password_identity;
mod password;
mod totp;
