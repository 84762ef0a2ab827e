//! The identity provider's side: what it says of itself, requests of service providers, and responses to them.

mod certificate;
mod metadata;
pub mod request;
mod response;

pub use certificate::{Issued, fits_encryption, issue};
pub use metadata::Described;
pub use response::{Response, Sealed, Signer};
