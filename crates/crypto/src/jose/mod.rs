//! JSON Web Keys, signatures and tokens (RFC 7515, 7517, 7518, 7519, 7638) over one crypto provider.

mod jwk;
mod jwt;
mod key;

pub use jwt::{Header, JwtError, peek, sign, verify};
pub use key::{Algorithm, Curve, KeyError, KeyKind, SigningKey, VerifyingKey};
