//! SAML 2.0 for a service provider: what identity providers say of themselves, requests to them, and their responses.
//!
//! Nothing here makes requests or knows a database. A response is parsed once, and what is read of it is what was
//! signed in that one parse.

mod certificate;
mod metadata;
mod request;
mod response;
mod signature;
mod xml;

pub use certificate::Certificate;
pub use metadata::IdentityProvider;
pub use request::AuthnRequest;
pub use response::{Expected, Subject, read};
