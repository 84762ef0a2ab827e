//! The sign-in experience: what a user proves and gives, step by step, until the provider may go on.
//!
//! A [`State`] is what the user did so far; it is kept with the authorization request. Every step takes the state and
//! changes it, or says why not. Nothing is signed in before [`submit::submit`].

pub mod audit;
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
pub mod verification;

pub use state::{Event, Identifier, IdentifierType, Shown, SignInContext, State};
pub use surroundings::Surroundings;
