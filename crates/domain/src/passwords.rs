//! Passwords, hashed away from the async threads.

use avouch_crypto::password::{self, Hashed};
use avouch_crypto::{Pool, PoolFull};

use crate::{Error, Result};

/// Hashes and verifies passwords, as many at once as there are cores.
#[derive(Clone, Debug)]
pub struct Passwords {
    pool: Pool,
}

fn busy(_: PoolFull) -> Error {
    Error::Store(avouch_store::Error::Busy("too many passwords are waiting to be hashed".to_owned()))
}

impl Passwords {
    /// Works on a pool.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: String) -> Result<Hashed> {
        let hashed = self.pool.run(move || password::hash(&password)).await.map_err(busy)?;
        hashed.map_err(|_| Error::UnprocessableInput { details: "the password cannot be hashed.".to_owned() })
    }

    /// Whether a password is the one that was hashed. Without a hash it takes as long, and is never.
    pub async fn verify(&self, password: String, hashed: Option<Hashed>) -> Result<bool> {
        let work = move || {
            if let Some(hashed) = hashed {
                let matches = password::verify(&password, &hashed);
                if !matches && !password::is_current(&hashed) {
                    // A fast hash must not tell by its speed that it was one.
                    password::verify_nothing(&password);
                }
                matches
            } else {
                password::verify_nothing(&password);
                false
            }
        };
        self.pool.run(work).await.map_err(busy)
    }
}
