//! What a user proves: once more who it is, or that something new is the user's.

pub mod password;
pub mod social;
pub mod verification_code;
pub mod web_authn;

pub use crate::records::{Made, Verified};

use avouch_outbound::Client;

/// Where something is proved: what messages say of it.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Requests to others.
    pub http: &'a Client,
    /// Address that the server was reached at, without a slash at the end.
    pub endpoint: &'a str,
    /// What the caller's browser calls itself.
    pub user_agent: Option<&'a str>,
    /// Address of the caller.
    pub ip: &'a str,
    /// Languages of the caller's browser, most wanted first.
    pub languages: &'a [String],
}
