//! Identifiers, secrets, signing keys, JOSE and the bounded pools that keep them off the async threads.

mod clock;
mod digest;
mod envelope;
pub mod jose;
pub mod keygrip;
pub mod password;
mod pool;
mod random;
mod sealed;
mod secret;

pub use clock::Clock;
pub use digest::{etag, hex, hmac_sha256, same, sha256};
pub use envelope::Envelope;
pub use pool::{Pool, PoolFull};
pub use random::{Alphabet, random_bytes, random_text};
pub use sealed::{SealError, SealingKey, is_sealed};
pub use secret::Secret;
