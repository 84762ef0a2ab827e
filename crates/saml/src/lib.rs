//! SAML 2.0. For a service provider: what identity providers say of themselves, requests to them, and their responses.
//! For an identity provider, in `idp`: the other ends of the same.
//!
//! Nothing here makes requests or knows a database. A response is parsed once, and what is read of it is what was
//! signed in that one parse.

mod certificate;
mod encrypted;
pub mod idp;
mod metadata;
mod request;
mod response;
mod signature;
mod xml;

pub use certificate::Certificate;
pub use metadata::IdentityProvider;
pub use request::{AuthnRequest, SignatureMethod};
pub use response::{Expected, Subject, read};
