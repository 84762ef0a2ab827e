//! `/api/experience/verification/sign-in-passkey`

mod authentication;
