//! Tenants.

use avouch_model::TenantId;

use crate::{Result, Store, Value};

/// All tenants, in the order they were made.
pub async fn list(store: &Store) -> Result<Vec<TenantId>> {
    let sql = "select id from tenants order by created_at, id";
    let rows = store.engine().fetch::<(TenantId,)>(sql.into(), Vec::new()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether a tenant exists.
pub async fn exists(store: &Store, id: &TenantId) -> Result<bool> {
    let sql = "select 1::bigint from tenants where id = $1";
    Ok(!store.engine().fetch::<(i64,)>(sql.into(), vec![Value::from(id)]).await?.is_empty())
}
