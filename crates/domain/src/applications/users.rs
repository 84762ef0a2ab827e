//! What users and an application have to do with each other.

pub mod consent_organizations;
