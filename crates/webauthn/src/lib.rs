//! Passkeys: what a browser is asked for, and what its answer proves (Web Authentication level 2).
//!
//! CBOR, COSE and signatures are libraries' work; here are the checks of a relying party (sections 7.1 and 7.2).
//! Attestations are not asked for, and nothing is concluded from one that comes.

mod authentication;
mod client_data;
mod data;
mod key;
mod options;
mod payload;
mod registration;

pub use authentication::{Stored, authenticate};
pub use options::{AuthenticationOptions, Credential, Person, RegistrationOptions, authentication, registration};
pub use payload::{AuthenticationPayload, PayloadType, RegistrationPayload};
pub use registration::{Registered, register};

use avouch_crypto::{random_bytes, sha256};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};

/// The site that a passkey is for.
#[derive(Clone, Debug)]
pub struct Site {
    /// Identifier of the relying party: a host name.
    pub rp_id: String,
    /// Origins that a browser may be at.
    pub origins: Vec<String>,
}

impl Site {
    /// The site of a server at an address such as `https://id.example.com/path`.
    pub fn at(address: &str) -> Self {
        let after_scheme = address.find("://").map_or(0, |at| at + 3);
        let rest = address.get(after_scheme..).unwrap_or_default();
        let authority = rest.split('/').next().unwrap_or_default();
        let origin = address.get(..after_scheme + authority.len()).unwrap_or(address);
        let host = authority.split(':').next().unwrap_or_default();
        Self { rp_id: host.to_owned(), origins: vec![origin.to_owned()] }
    }
}

/// Why an answer proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid(pub &'static str);

impl std::fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }
}

impl std::error::Error for Invalid {}

/// A challenge that nobody saw before, in base64url.
pub fn challenge() -> String {
    encode(&random_bytes::<32>())
}

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url, with padding or without.
fn decode(text: &str) -> Result<Vec<u8>, Invalid> {
    BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Invalid("it is not base64url"))
}

/// The user's identifier as authenticators tell it (`userHandle`).
pub fn user_of_handle(handle: &str) -> Option<String> {
    String::from_utf8(decode(handle).ok()?).ok()
}

fn is_for(site: &Site, rp_id_hash: &[u8]) -> Result<(), Invalid> {
    if sha256(site.rp_id.as_bytes()).as_slice() == rp_id_hash { Ok(()) } else { Err(Invalid("it is for another site")) }
}
