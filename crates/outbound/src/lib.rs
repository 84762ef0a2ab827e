//! The only HTTP client of the product.
//!
//! Addresses are looked at after their names were resolved, and the connection goes to what was looked at. Redirects
//! are not followed, answers are bounded in size and time.

mod address;
mod client;

pub use address::Reach;
pub use client::{Answer, Client, Error, Request};
