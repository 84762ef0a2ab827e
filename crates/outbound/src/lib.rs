//! The only HTTP client of the product, and its questions to name servers.
//!
//! Addresses are looked at after their names were resolved, and the connection goes to what was looked at. Redirects
//! are not followed, answers are bounded in size and time.

mod address;
mod client;
mod dns;
mod kept;
mod request;

pub use address::Reach;
pub use client::{Client, Error, Options};
pub use dns::{Dns, Unanswered};
pub use request::{Answer, Request};
