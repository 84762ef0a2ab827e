//! `/api/experience/preflight/sign-in-passkey`

mod authentication;
