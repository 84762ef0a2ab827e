//! `/api/experience/preflight`

mod sign_in_passkey;
