//! Settings of a tenant.

pub mod oidc;
