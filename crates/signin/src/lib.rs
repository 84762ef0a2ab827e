//! The sign-in experience: what a user proves and gives, step by step, until the provider may go on.
//!
//! A [`State`] is what the user did so far; it is kept with the authorization request. Every step takes the state and
//! changes it, or says why not. Nothing is signed in before [`submit::submit`].

pub mod actions;
mod adaptive;
pub mod audit;
mod context;
pub mod event;
pub mod identification;
mod mfa;
pub mod profile;
mod progress;
mod record;
mod settings;
pub mod sso_connectors;
mod state;
pub mod submit;
mod surroundings;
pub mod trusted_device;
pub mod verification;

pub use context::SignInContext;
pub use state::{Event, Identifier, IdentifierType, Shown, State};
pub use surroundings::Surroundings;
