//! Passwords, hashed away from the async threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use avouch_crypto::password::{self, Hashed};
use avouch_crypto::{Pool, PoolFull};
use avouch_model::sign_in_exp::PasswordIssue;
use serde_json::{Value, json};

use crate::password_policy::{self, About, Breaches};
use crate::{Error, Result};

/// Hashes and verifies passwords, as many at once as there are cores.
#[derive(Clone, Debug)]
pub struct Passwords {
    pool: Pool,
    breaches: Option<Breaches>,
    made: Arc<AtomicU64>,
}

fn busy(_: PoolFull) -> Error {
    Error::Store(avouch_store::Error::Busy("too many passwords are waiting to be hashed".to_owned()))
}

impl Passwords {
    /// Works on a pool.
    pub fn new(pool: Pool) -> Self {
        Self { pool, breaches: None, made: Arc::default() }
    }

    /// How many costly hashes were made since the start, for figures.
    pub fn made(&self) -> Arc<AtomicU64> {
        self.made.clone()
    }

    /// Asks a service whether new passwords were stolen somewhere.
    #[must_use]
    pub fn asking(self, breaches: Option<Breaches>) -> Self {
        Self { breaches, ..self }
    }

    /// Checks a new password against the tenant's rules.
    pub async fn check(&self, policy: &Value, password: &str, about: &About<'_>) -> Result<()> {
        let issues = self.issues(policy, password, about).await;
        if issues.is_empty() { Ok(()) } else { Err(Error::PasswordRejected { issues: json!(issues) }) }
    }

    /// Everything that is wrong with a new password, in the form of the API. Only one that keeps all other rules is asked
    /// for elsewhere.
    pub async fn issues(&self, policy: &Value, password: &str, about: &About<'_>) -> Vec<PasswordIssue> {
        let mut issues = password_policy::issues(policy, password, about);
        if let Some(breaches) = self.breaches.as_ref().filter(|_| issues.is_empty())
            && password_policy::refuses_stolen(policy)
            && breaches.know(password).await
        {
            issues.push(password_policy::PWNED);
        }
        issues
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: String) -> Result<Hashed> {
        let made = self.made.clone();
        let work = move || {
            made.fetch_add(1, Ordering::Relaxed);
            password::hash(&password)
        };
        let hashed = self.pool.run(work).await.map_err(busy)?;
        hashed.map_err(|_| Error::UnprocessableInput { details: "the password cannot be hashed.".to_owned() })
    }

    /// Whether a password is the one that was hashed. Without a hash it takes as long, and is never.
    pub async fn verify(&self, password: String, hashed: Option<Hashed>) -> Result<bool> {
        let made = self.made.clone();
        let work = move || {
            made.fetch_add(1, Ordering::Relaxed);
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
