//! Signing people in to service providers by SAML.

pub mod audit;
pub mod authn;
