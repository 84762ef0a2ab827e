//! What webhooks have to be told yet.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use avouch_crypto::{Alphabet, random_text};
use avouch_model::{Json, Timestamp};

use crate::changes::Change;
use crate::row::{FromRow, Row};
use crate::{Read, Result, Tx, Value, params};

/// Something to tell.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Identifier; in the order in which things happened.
    pub id: String,
    /// What kind of event.
    pub event: String,
    /// What is sent.
    pub payload: Json,
    /// How often it was tried.
    pub attempts: i64,
}

impl FromRow for Pending {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get(0)?, event: row.get(1)?, payload: row.get(2)?, attempts: row.get(3)? })
    }
}

/// Tells events of one process apart that happen within a millisecond.
static SEQUENCE: AtomicU64 = AtomicU64::new(0);

/// The latest time of an event of this process: a clock that is set back must not put new events before old ones.
static LATEST: AtomicI64 = AtomicI64::new(0);

fn new_id(now: Timestamp) -> String {
    let millis = LATEST.fetch_max(now.millis(), Ordering::Relaxed).max(now.millis());
    let sequence = SEQUENCE.fetch_add(1, Ordering::Relaxed) % 1_000_000_000;
    format!("{millis:015}-{sequence:09}-{}", random_text(Alphabet::Lower, 12))
}

/// Keeps something to be told once the transaction is committed.
pub async fn add(tx: &Tx, hook: &str, event: &str, payload: &serde_json::Value) -> Result<()> {
    tx.changed(Change::HookEvents(Read::id(tx).clone()));
    let sql = "insert into avouch_hook_events (tenant_id, id, hook_id, event, payload, next_at) \
               values ($1, $2, $3, $4, $5, $6)";
    let now = tx.now();
    tx.execute(sql.into(), params![new_id(now), hook, event, payload, now]).await.map(drop)
}

/// Webhooks whose oldest event is due: a look at one row for each webhook, however much waits.
pub async fn due(db: &impl Read, now: Timestamp) -> Result<Vec<String>> {
    let sql = "select h.id from hooks h where h.tenant_id = $1 and \
               (select e.next_at from avouch_hook_events e where e.tenant_id = $1 and e.hook_id = h.id \
               order by e.id limit 1) <= $2";
    let rows: Vec<(String,)> = db.fetch(sql.into(), vec![Value::Time(now)]).await?;
    Ok(rows.into_iter().map(|(hook,)| hook).collect())
}

/// Takes a webhook's events for this node until some time: its oldest event is due for nobody else until then.
/// Answers the oldest ones; none if another node was quicker.
pub async fn claim(tx: &Tx, hook: &str, until: Timestamp, most: i64) -> Result<Vec<Pending>> {
    let sql = "update avouch_hook_events set next_at = $3 where tenant_id = $1 and hook_id = $2 and next_at <= $4 and id = \
               (select min(o.id) from avouch_hook_events o where o.tenant_id = $1 and o.hook_id = $2)";
    let values = vec![hook.into(), Value::Time(until), Value::Time(tx.now())];
    if tx.execute(sql.into(), values).await? == 0 {
        return Ok(Vec::new());
    }
    let sql = "select id, event, payload, attempts from avouch_hook_events \
               where tenant_id = $1 and hook_id = $2 order by id limit $3";
    tx.fetch(sql.into(), vec![hook.into(), Value::from(most)]).await
}

/// Removes what was told.
pub async fn delete(tx: &Tx, ids: &[String]) -> Result<()> {
    let sql = "delete from avouch_hook_events where tenant_id = $1 and id = any($2)";
    tx.execute(sql.into(), vec![crate::texts(ids)]).await.map(drop)
}

/// Says when an event is tried again.
pub async fn retry(tx: &Tx, id: &str, attempts: i64, at: Timestamp) -> Result<()> {
    let sql = "update avouch_hook_events set attempts = $3, next_at = $4 where tenant_id = $1 and id = $2";
    tx.execute(sql.into(), params![id, attempts, at]).await.map(drop)
}

/// Makes a webhook's oldest event due at once.
pub async fn release(tx: &Tx, hook: &str) -> Result<()> {
    let sql = "update avouch_hook_events set next_at = $3 where tenant_id = $1 and hook_id = $2 and id = \
               (select min(o.id) from avouch_hook_events o where o.tenant_id = $1 and o.hook_id = $2)";
    tx.execute(sql.into(), params![hook, tx.now()]).await.map(drop)
}
