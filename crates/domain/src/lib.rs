//! The identity rules, one module a noun. Every write of identities goes through here: this is where tenant scope,
//! order of checks and cache invalidation are decided.

pub mod applications;
pub mod bootstrap;
pub mod configs;
mod error;
mod ids;
pub mod resources;
pub mod roles;
pub mod search;
pub mod systems;

pub use error::{Error, Problem, Result, Status};
