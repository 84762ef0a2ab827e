//! `/api/organizations/{id}/jit`

mod email_domains;
mod roles;
mod sso_connectors;
