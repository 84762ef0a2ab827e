//! SAML 2.0: what identity providers say of themselves.
//!
//! Nothing here makes requests or knows a database.

mod certificate;
mod metadata;
mod xml;

pub use certificate::Certificate;
pub use metadata::IdentityProvider;
