//! Webhooks.

pub mod delivery;
pub mod replay;
pub mod test;

use std::collections::HashMap;

use avouch_model::Json;
use avouch_model::hooks::{
    CreateHook, Delivery, DeliveryFilter, ExecutionStats, Hook, HookEvent, HookWithStats, UpdateHook,
};
use avouch_model::logs::LogFilter;
use avouch_shape::{Flag, Text};
use avouch_store::logs::Filter;
use avouch_store::{Listing, Page, Read, Tenant, Value, hooks as stored, logs};
use serde_json::json;

use crate::changes::Changes;
use crate::{Error, Result, ids};

/// Figures and lists of deliveries reach this far back, in milliseconds.
const DAY: i64 = 86_400_000;

/// Webhooks with how deliveries of the last day went, where that is wanted.
async fn with_stats(tenant: &Tenant, hooks: Vec<Hook>, wanted: bool) -> Result<Vec<HookWithStats>> {
    let figures = if wanted {
        let ids: Vec<String> = hooks.iter().map(|hook| hook.id.clone()).collect();
        logs::deliveries(tenant, &ids, tenant.now().plus_millis(-DAY)).await?
    } else {
        HashMap::new()
    };
    let show = |hook: Hook| {
        let (request_count, success_count) = figures.get(&hook.id).copied().unwrap_or_default();
        HookWithStats { hook, execution_stats: wanted.then_some(ExecutionStats { success_count, request_count }) }
    };
    Ok(hooks.into_iter().map(show).collect())
}

/// The webhooks, newest first.
pub async fn list(tenant: &Tenant, stats: bool, page: Option<Page>) -> Result<Listing<HookWithStats>> {
    let Listing { rows, total } = stored::list(tenant, page).await?;
    Ok(Listing { rows: with_stats(tenant, rows, stats).await?, total })
}

async fn find(db: &impl Read, id: &str) -> Result<Hook> {
    stored::get(db, id).await?.ok_or_else(|| Error::NotExistsWithId { name: "hooks", id: id.to_owned() })
}

/// One webhook.
pub async fn get(tenant: &Tenant, id: &str, stats: bool) -> Result<HookWithStats> {
    let hook = vec![find(tenant, id).await?];
    with_stats(tenant, hook, stats).await?.pop().ok_or(Error::NotFound)
}

fn once_each(events: impl IntoIterator<Item = HookEvent>) -> Vec<HookEvent> {
    let mut unique = Vec::new();
    for event in events {
        if !unique.contains(&event) {
            unique.push(event);
        }
    }
    unique
}

/// Adds a webhook.
pub async fn create(tenant: &Tenant, input: CreateHook) -> Result<Hook> {
    let CreateHook { tenant_id: _, name, event, events, config, enabled, created_at: _ } = input;
    if event.is_none() && events.is_none() {
        return Err(Error::MissingHookEvents);
    }
    let hook = Hook {
        tenant_id: tenant.id().clone(),
        id: ids::standard(),
        name: name.map(Text::into_inner).unwrap_or_default(),
        event: event.map(|event| event.as_str().to_owned()),
        events: Json::from(&json!(events.map(once_each).unwrap_or_default())),
        config: Json::from(&json!(config)),
        signing_key: ids::secret(),
        enabled: enabled.unwrap_or(true),
        created_at: tenant.now(),
    };
    let tx = tenant.begin().await?;
    stored::create(&tx, &hook).await?;
    tx.commit().await?;
    Ok(hook)
}

/// Changes a webhook.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateHook) -> Result<Hook> {
    let UpdateHook { tenant_id: _, name, event, events, config, enabled, created_at: _ } = input;
    let mut changes = Changes::default();
    changes.set("name", name.map(Text::into_inner));
    changes.patch("event", event.map(|event| event.as_str().to_owned()));
    changes.set("events", events.map(|events| Value::json(&once_each(events))));
    changes.set("config", config.as_ref().map(Value::json));
    changes.set("enabled", enabled);
    write(tenant, id, changes).await
}

async fn write(tenant: &Tenant, id: &str, changes: Changes) -> Result<Hook> {
    let tx = tenant.begin().await?;
    if !stored::update(&tx, id, changes.some()?).await? {
        return Err(Error::NotExists { name: "hook" });
    }
    let hook = find(&tx, id).await?;
    tx.commit().await?;
    Ok(hook)
}

/// Gives a webhook another secret to sign with.
pub async fn rotate(tenant: &Tenant, id: &str) -> Result<Hook> {
    let mut changes = Changes::default();
    changes.set("signing_key", Some(ids::secret()));
    write(tenant, id, changes).await
}

/// Removes a webhook.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// A webhook's deliveries, newest first: of the last day unless a time is given.
pub async fn recent(
    tenant: &Tenant,
    id: &str,
    filter: DeliveryFilter,
    page: Page,
) -> Result<(Listing<Delivery>, bool)> {
    let DeliveryFilter { log_key, enable_cap: Flag(capped), start_time, end_time } = filter;
    let window = LogFilter { start_time, end_time, ..LogFilter::default() };
    let (mut start, end) = crate::logs::window(&window)?;
    if start.is_none() && end.is_none() {
        start = Some(tenant.now().plus_millis(-DAY));
    }
    let filter = Filter {
        prefixes: &["TriggerHook."],
        key: log_key.as_deref(),
        hook_id: Some(id),
        start,
        end,
        capped,
        ..Filter::default()
    };
    let (listing, is_capped) = logs::list(tenant, &filter, page).await?;
    let show = |log: avouch_model::logs::Log| Delivery {
        id: log.id,
        key: log.key,
        payload: log.payload,
        created_at: log.created_at,
    };
    Ok((listing.map(show), is_capped))
}
