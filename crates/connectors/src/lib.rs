//! Connectors: mail, text messages and sign-in at other providers.
//!
//! A [`Factory`] is a kind of connector: what it is called, what has to be filled in, and what a configuration of it
//! looks like. A tenant's connector is a factory with a configuration.

mod config;
mod email;
mod error;
mod factory;
mod form;
mod id_token;
mod list;
pub mod message;
mod sign;
mod sms;
pub mod social;
pub mod sso;

pub use config::TEMPLATES_NEEDED;
pub use error::Error;
pub use factory::{Factory, Kind, Platform};
pub use form::{FormItem, FormType};
pub use list::{all, find};
