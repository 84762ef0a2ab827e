//! Clients that are known by the address of a document about them.

pub mod user_consent_scopes;
