//! Telling a webhook again what it was told, such as after it lost what it heard.

use avouch_model::Timestamp;
use avouch_model::hooks::{ReplayHook, Replayed};
use avouch_model::logs::Log;
use avouch_store::hooks::events;
use avouch_store::logs::{self, Filter};
use avouch_store::{Tenant, Tx};
use serde_json::Value;

use super::find;
use crate::{Error, Result};

/// Deliveries that are read, and kept to be told again, at once.
const CHUNK: i64 = 500;

/// An event, and what was sent.
fn sent(log: &Log) -> Option<(String, Value)> {
    let event = log.key.strip_prefix("TriggerHook.")?.to_owned();
    let mut payload: Value = serde_json::from_str(log.payload.text()).ok()?;
    Some((event, payload.pointer_mut("/hookRequest/body")?.take()))
}

async fn tell(tx: &Tx, hook: &str, event: &str, payload: &Value) -> Result<()> {
    Ok(events::add(tx, hook, event, payload).await?)
}

/// Tells a webhook again what it was told since some time, in the same order, each event once however often it was
/// tried.
pub async fn since(tenant: &Tenant, id: &str, input: &ReplayHook) -> Result<Replayed> {
    find(tenant, id).await?;
    let since = crate::logs::millis(input.since).ok_or(Error::InvalidTime { name: "since" })?;
    let filter = Filter {
        prefixes: &["TriggerHook."],
        hook_id: Some(id),
        start: Some(since),
        end: Some(tenant.now()),
        ..Filter::default()
    };
    let (mut last, mut told): (Option<(Timestamp, String)>, Option<Value>) = (None, None);
    let mut count = 0;
    loop {
        let from = last.as_ref().map(|(created, id)| (*created, id.as_str()));
        let rows = logs::after(tenant, &filter, from, CHUNK).await?;
        let Some(newest) = rows.last() else { return Ok(Replayed { events: count }) };
        last = Some((newest.created_at, newest.id.to_string()));
        let tx = tenant.begin().await?;
        for (event, payload) in rows.iter().filter_map(sent) {
            // An event that was tried again stands next to its first try.
            if told.as_ref() != Some(&payload) {
                tell(&tx, id, &event, &payload).await?;
                count += 1;
                told = Some(payload);
            }
        }
        tx.commit().await?;
    }
}

/// Tells a webhook again what one delivery told it.
pub async fn one(tenant: &Tenant, id: &str, delivery: &str) -> Result<Replayed> {
    let hook = find(tenant, id).await?;
    let missing = || Error::NotExistsWithId { name: "logs", id: delivery.to_owned() };
    let log = logs::get(tenant, delivery).await?.ok_or_else(missing)?;
    let (event, payload) = sent(&log).ok_or_else(missing)?;
    if payload.get("hookId").and_then(Value::as_str) != Some(hook.id.as_str()) {
        return Err(missing());
    }
    let tx = tenant.begin().await?;
    tell(&tx, id, &event, &payload).await?;
    tx.commit().await?;
    Ok(Replayed { events: 1 })
}
