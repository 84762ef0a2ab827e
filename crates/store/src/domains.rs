//! Custom domains.

use std::sync::Arc;

use avouch_model::domains::Domain;
use avouch_model::{TenantId, Timestamp};
use avouch_shape::JsonObject;

use crate::changes::{Change, Changes};
use crate::row::{Columns as _, columns};
use crate::{Cache, Parsed, Read, Result, Store, Tx, Value, params};

pub(crate) type DomainCache = Cache<Arc<str>, Option<TenantId>>;

pub(crate) fn domain_cache(changes: &Changes) -> DomainCache {
    let cache = Cache::new(changes, 10_000, |_| None);
    // A change names the tenant, not the host: forgetting all is exact enough for so rare a change.
    cache.forget_all_on(changes, |change| matches!(change, Change::Domains(_)));
    cache
}

/// The tenant whose active custom domain a host is, from the cache.
pub async fn tenant_of(store: &Store, host: &str) -> Result<Option<TenantId>> {
    let load = async {
        let sql = "select tenant_id from domains where domain = $1 and status = 'Active' order by created_at limit 1";
        let rows = store.engine().fetch::<(TenantId,)>(sql.into(), vec![Value::from(host)]).await?;
        Ok(Some(rows.into_iter().next().map(|(id,)| id)))
    };
    let found = store.caches().domains.get(Arc::from(host), load).await?;
    Ok(found.and_then(|tenant| (*tenant).clone()))
}

columns!(Domain {
    id: "id",
    domain: "domain",
    status: "status",
    error_message: "error_message",
    dns_records: "dns_records",
    created_at: "created_at",
});

/// The tenant's domains.
pub async fn list(db: &impl Read) -> Result<Vec<Domain>> {
    let columns = Domain::columns("d");
    let sql = format!("select {columns} from domains d where d.tenant_id = $1 order by d.created_at, d.id");
    db.fetch(sql.into(), Vec::new()).await
}

/// One domain.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Domain>> {
    let sql = format!("select {} from domains d where d.tenant_id = $1 and d.id = $2", Domain::columns("d"));
    db.first(sql.into(), params![id]).await
}

/// The files that a domain serves to prove whose it is; nothing if there is no such domain.
pub async fn verification_files(db: &impl Read, id: &str) -> Result<Option<Vec<JsonObject>>> {
    let sql = "select verification_files from domains where tenant_id = $1 and id = $2";
    let row = db.first::<(Parsed<Vec<JsonObject>>,)>(sql.into(), params![id]).await?;
    Ok(row.map(|(files,)| files.0))
}

/// The same by host, of whichever tenant has it first.
pub async fn verification_files_at(store: &Store, host: &str) -> Result<Vec<JsonObject>> {
    let sql = "select verification_files from domains where domain = $1 order by created_at limit 1";
    let rows = store.engine().fetch::<(Parsed<Vec<JsonObject>>,)>(sql.into(), vec![Value::from(host)]).await?;
    Ok(rows.into_iter().next().map(|(files,)| files.0).unwrap_or_default())
}

/// Writes the files that a domain serves; answers whether the domain exists.
pub async fn set_verification_files(tx: &Tx, id: &str, files: &impl serde::Serialize) -> Result<bool> {
    let columns = vec![("verification_files", Value::json(files)), ("updated_at", Value::Time(tx.now()))];
    tx.update("domains", id, columns).await
}

/// Removes a domain that is not in use and was last changed before a time; answers whether it did.
pub async fn delete_stale(tx: &Tx, id: &str, before: Timestamp) -> Result<bool> {
    let sql = "delete from domains where tenant_id = $1 and id = $2 and status <> 'Active' and updated_at < $3";
    tx.changed(Change::Domains(Read::id(tx).clone()));
    Ok(tx.execute(sql.into(), params![id, before]).await? > 0)
}
