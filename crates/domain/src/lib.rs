//! The identity rules, one module a noun. Every write of identities goes through here: this is where tenant scope,
//! order of checks and cache invalidation are decided.

pub mod applications;
pub mod bootstrap;
mod changes;
pub mod configs;
pub mod dashboard;
mod error;
mod ids;
pub mod organization_invitations;
pub mod organization_roles;
pub mod organization_scopes;
pub mod organizations;
pub mod passwords;
pub mod resources;
pub mod roles;
pub mod search;
pub mod subject_tokens;
pub mod systems;
pub mod users;

pub use error::{Error, Problem, Result, Status};
