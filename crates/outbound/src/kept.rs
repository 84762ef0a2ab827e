//! Answers that are good for a while: documents of providers, such as their keys.

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

impl Client {
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
