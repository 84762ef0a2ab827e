//! Answers that are good for a while: documents of providers, such as their keys.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use moka::sync::Cache;

use crate::{Answer, Client, Error, Request};

/// Most documents that are kept.
const MOST: u64 = 256;

/// Longest that one is kept.
const LONGEST: Duration = Duration::from_hours(1);

/// Documents by address.
#[derive(Clone, Debug)]
pub(crate) struct Kept(Cache<String, Arc<(Instant, Answer)>>);

impl Default for Kept {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_live(LONGEST).build())
    }
}

/// What is dear to make, such as connections that stay open, by what it was made of.
#[derive(Clone)]
pub(crate) struct Shared(Cache<String, Arc<dyn Any + Send + Sync>>);

impl Default for Shared {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_idle(LONGEST).build())
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Shared")
    }
}

impl Client {
    /// What was made under a key before, or what is made now.
    pub fn shared<T: Clone + Send + Sync + 'static, E>(
        &self,
        key: &str,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(made) = self.shared.0.get(key).and_then(|made| made.downcast_ref::<T>().cloned()) {
            return Ok(made);
        }
        let made = make()?;
        self.shared.0.insert(key.to_owned(), Arc::new(made.clone()));
        Ok(made)
    }

    /// A document that is at most so old; it is fetched when there is none. Only answers of success are kept.
    pub async fn document(&self, url: &str, oldest: Duration) -> Result<Answer, Error> {
        if let Some(kept) = self.kept.0.get(url)
            && kept.0.elapsed() < oldest
        {
            return Ok(kept.1.clone());
        }
        let answer = self.send(Request::get(url)).await?;
        if answer.status.is_success() {
            self.kept.0.insert(url.to_owned(), Arc::new((Instant::now(), answer.clone())));
        }
        Ok(answer)
    }
}
