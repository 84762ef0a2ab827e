//! `/api/cimd`

mod user_consent_scopes;
