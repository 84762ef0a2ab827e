//! What a user proves: once more who it is, or that something new is the user's.

pub mod password;
pub mod verification_code;

pub use crate::records::{Made, Verified};

use avouch_outbound::Client;

/// Where something is proved: what messages say of it.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Requests to others.
    pub http: &'a Client,
    /// Address of the caller.
    pub ip: &'a str,
    /// Language of the caller.
    pub locale: Option<&'a str>,
}
