//! Who joins an organization by themselves, and what they get.

pub mod email_domains;
pub mod roles;
pub mod sso_connectors;
