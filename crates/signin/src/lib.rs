//! The sign-in experience: what a user proves and gives, step by step, until the provider may go on.
//!
//! A [`State`] is what the user did so far; it is kept with the authorization request. Every step takes the state and
//! changes it, or says why not. Nothing is signed in before [`submit::submit`].

pub mod event;
pub mod identification;
mod mfa;
mod settings;
mod state;
pub mod submit;
pub mod verification;

pub use state::{Event, Identifier, IdentifierType, Shown, State};
