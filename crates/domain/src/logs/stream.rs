//! Audit entries as they come.

use std::collections::HashMap;
use std::time::Duration;

use avouch_model::Timestamp;
use avouch_model::logs::{Log, LogFilter};
use avouch_store::Tenant;
use avouch_store::logs::{self as stored, Filter};
use futures_util::{Stream, stream};

use super::SHOWN;
use crate::Result;

/// How often it is looked for entries.
const EVERY: Duration = Duration::from_millis(500);

/// Entries of other transactions and other nodes may come this much later than their time says, in milliseconds.
const LATE: i64 = 5_000;

/// Entries that are read at once.
const CHUNK: i64 = 500;

/// Looks until it ends: an hour, as long as a token is good for.
const LOOKS: u32 = 7_200;

/// Someone who follows.
struct Follower {
    tenant: Tenant,
    filter: LogFilter,
    /// The newest time that was seen.
    newest: Timestamp,
    /// What was told already of the entries that are looked at again.
    told: HashMap<String, Timestamp>,
    looks: u32,
}

/// Entries that a filter lets through, from a time or from now on, in parts; a part may be empty. The filter's own
/// times say from when and until when.
pub fn follow(
    tenant: Tenant,
    filter: LogFilter,
    from: Option<Timestamp>,
) -> Result<impl Stream<Item = Result<Vec<Log>>> + Send> {
    let (start, _) = super::window(&filter)?;
    // Before the first time nothing is late: what is asked for from then on is told.
    let newest = from.or(start).map_or_else(|| tenant.now(), |time| time.plus_millis(LATE));
    let told = HashMap::new();
    let follower = Follower { tenant, filter, newest, told, looks: 0 };
    Ok(stream::try_unfold(follower, |mut follower| async move {
        if follower.looks >= LOOKS {
            return Ok(None);
        }
        if follower.looks > 0 {
            tokio::time::sleep(EVERY).await;
        }
        follower.looks += 1;
        let news = follower.look().await?;
        Ok(Some((news, follower)))
    }))
}

impl Follower {
    /// What came since the last look.
    async fn look(&mut self) -> Result<Vec<Log>> {
        let (_, end) = super::window(&self.filter)?;
        let since = self.newest.plus_millis(-LATE);
        let filter = Filter {
            prefixes: SHOWN,
            key: self.filter.log_key.as_deref(),
            user_id: self.filter.user_id.as_deref(),
            application_id: self.filter.application_id.as_deref(),
            hook_id: None,
            start: Some(since),
            end,
            capped: false,
        };
        let mut news = Vec::new();
        let mut last: Option<(Timestamp, String)> = None;
        // No more at once than fits: the rest comes with the next look.
        for _ in 0..4 {
            let from = last.as_ref().map(|(created, id)| (*created, id.as_str()));
            let rows = stored::after(&self.tenant, &filter, from, CHUNK).await?;
            let is_all = i64::try_from(rows.len()).is_ok_and(|count| count < CHUNK);
            for log in rows {
                last = Some((log.created_at, log.id.to_string()));
                if self.told.insert(log.id.to_string(), log.created_at).is_none() {
                    self.newest = self.newest.max(log.created_at);
                    news.push(log);
                }
            }
            if is_all {
                break;
            }
        }
        let since = self.newest.plus_millis(-LATE);
        self.told.retain(|_, created| *created >= since);
        Ok(news)
    }
}
