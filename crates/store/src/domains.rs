//! Custom domains.

use std::sync::Arc;

use avouch_model::domains::{Domain, DomainStatus};
use avouch_model::{TenantId, Timestamp};
use avouch_shape::JsonObject;

use crate::changes::{Change, Changes};
use crate::row::{Columns as _, columns};
use crate::{Cache, Parsed, Read, Result, Store, Tx, Value, params};

/// Name of the index that keeps a tenant from having a domain twice.
pub const UNIQUE: &str = "domains__domain";
/// Name of the index that keeps two tenants from having one domain.
pub const UNIQUE_VERIFIED: &str = "avouch_domains__verified";

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
        let sql = "select tenant_id from domains where domain = $1 and status = 'Active'";
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

/// The same by host, of the tenant that has proven that it is theirs.
pub async fn verification_files_at(store: &Store, host: &str) -> Result<Vec<JsonObject>> {
    let sql = "select verification_files from domains where domain = $1 and status in ('PendingSsl', 'Active')";
    let rows = store.engine().fetch::<(Parsed<Vec<JsonObject>>,)>(sql.into(), vec![Value::from(host)]).await?;
    Ok(rows.into_iter().next().map(|(files,)| files.0).unwrap_or_default())
}

/// Writes the files that a domain serves; answers whether the domain exists.
pub async fn set_verification_files(tx: &Tx, id: &str, files: &impl serde::Serialize) -> Result<bool> {
    let columns = vec![("verification_files", Value::json(files)), ("updated_at", Value::Time(tx.now()))];
    tx.update("domains", id, columns).await
}

/// Adds a domain.
pub async fn create(tx: &Tx, domain: &Domain) -> Result<()> {
    let sql = "insert into domains (tenant_id, id, domain, status, error_message, dns_records, created_at, updated_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $7)";
    let Domain { id, domain, status, error_message, dns_records, created_at } = domain;
    let values = params![id, domain, status, error_message.as_ref(), dns_records, *created_at];
    tx.execute(sql.into(), values).await?;
    tx.changed(Change::Domains(Read::id(tx).clone()));
    Ok(())
}

/// Notes how far a domain is, if it still is where it was; answers whether it was.
pub async fn set_status(tx: &Tx, domain: &Domain, status: DomainStatus, message: Option<&str>) -> Result<bool> {
    let values = params![&domain.id, &domain.status, message];
    // What is in the way may be said anew without the domain getting on.
    if domain.status == status.as_str() {
        let sql = "update domains set error_message = $4 where tenant_id = $1 and id = $2 and status = $3";
        return Ok(tx.execute(sql.into(), values).await? > 0);
    }
    let sql = "update domains set error_message = $4, status = $5, updated_at = $6 \
               where tenant_id = $1 and id = $2 and status = $3";
    let values = values.into_iter().chain(params![status.as_str(), tx.now()]).collect();
    tx.changed(Change::Domains(Read::id(tx).clone()));
    Ok(tx.execute(sql.into(), values).await? > 0)
}

/// Removes a domain; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    let existed = tx.delete("domains", id).await?;
    tx.changed(Change::Domains(Read::id(tx).clone()));
    Ok(existed)
}

/// Whether another tenant has proven that a domain is theirs.
pub async fn is_taken(tx: &Tx, domain: &str) -> Result<bool> {
    let sql = "select id from domains where tenant_id <> $1 and domain = $2 and status in ('PendingSsl', 'Active')";
    Ok(tx.first::<(String,)>(sql.into(), params![domain]).await?.is_some())
}

/// Removes a domain that is not in use and was last changed before a time; answers whether it did.
pub async fn delete_stale(tx: &Tx, id: &str, before: Timestamp) -> Result<bool> {
    let sql = "delete from domains where tenant_id = $1 and id = $2 and status <> 'Active' and updated_at < $3";
    tx.changed(Change::Domains(Read::id(tx).clone()));
    Ok(tx.execute(sql.into(), params![id, before]).await? > 0)
}
