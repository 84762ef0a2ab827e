//! Webhooks.

pub mod events;

use std::sync::Arc;

use avouch_model::TenantId;
use avouch_model::hooks::Hook;

use crate::changes::{Change, Changes};
use crate::row::{Columns as _, columns};
use crate::sql::{Listing, Page, Sql};
use crate::{Cache, Read, Result, Tx, Value, params};

columns!(Hook {
    tenant_id: "tenant_id",
    id: "id",
    name: "name",
    event: "event",
    events: "events",
    config: "config",
    signing_key: "signing_key",
    enabled: "enabled",
    created_at: "created_at",
});

pub(crate) type HookCache = Cache<TenantId, Vec<Hook>>;

pub(crate) fn hook_cache(changes: &Changes) -> HookCache {
    Cache::new(changes, 10_000, |change| match change {
        Change::Hooks(tenant) => Some(tenant.clone()),
        _ => None,
    })
}

fn changed(tx: &Tx) {
    tx.changed(Change::Hooks(Read::id(tx).clone()));
}

/// The webhooks, newest first.
pub async fn list(db: &impl Read, page: Option<Page>) -> Result<Listing<Hook>> {
    let from = Sql::new("from hooks h where h.tenant_id = $1");
    db.list(Hook::columns("h"), from, "h.created_at desc, h.id", page).await
}

/// The webhooks that tell something, from the cache.
pub async fn enabled(tx: &Tx) -> Result<Arc<Vec<Hook>>> {
    let tenant = Read::store(tx).tenant(Read::id(tx));
    let load = async {
        let sql = format!("select {} from hooks h where h.tenant_id = $1 and h.enabled", Hook::columns("h"));
        Ok(Some(tenant.fetch(sql.into(), Vec::new()).await?))
    };
    Ok(tenant.caches().hooks.get(Read::id(tx).clone(), load).await?.unwrap_or_default())
}

/// One webhook.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Hook>> {
    let sql = format!("select {} from hooks h where h.tenant_id = $1 and h.id = $2", Hook::columns("h"));
    db.first(sql.into(), params![id]).await
}

/// Adds a webhook.
pub async fn create(tx: &Tx, hook: &Hook) -> Result<()> {
    changed(tx);
    let sql = "insert into hooks (tenant_id, id, name, event, events, config, signing_key, enabled, created_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        &hook.id,
        &hook.name,
        hook.event.clone(),
        &hook.events,
        &hook.config,
        &hook.signing_key,
        hook.enabled,
        hook.created_at,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns of a webhook; answers whether it exists.
pub async fn update(tx: &Tx, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    changed(tx);
    tx.update("hooks", id, columns).await
}

/// Removes a webhook with what it had to tell yet; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    changed(tx);
    tx.delete("hooks", id).await
}
