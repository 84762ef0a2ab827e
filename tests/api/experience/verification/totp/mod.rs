//! `/api/experience/verification/totp`

mod verify;
