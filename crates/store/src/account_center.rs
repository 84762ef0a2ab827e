//! What people may see and change of their own account.

use std::sync::Arc;

use avouch_model::TenantId;
use avouch_model::account_center::AccountCenter;

use crate::changes::{Change, Changes};
use crate::row::{Columns as _, columns};
use crate::{Cache, Read, Result, Tenant, Tx, Value};

columns!(AccountCenter {
    tenant_id: "tenant_id",
    id: "id",
    enabled: "enabled",
    fields: "fields",
    webauthn_related_origins: "webauthn_related_origins",
    delete_account_url: "delete_account_url",
    custom_css: "custom_css",
    profile_fields: "profile_fields",
});

pub(crate) type AccountCenterCache = Cache<TenantId, AccountCenter>;

pub(crate) fn account_center_cache(changes: &Changes) -> AccountCenterCache {
    Cache::new(changes, 10_000, |change| match change {
        Change::SignIn(tenant) => Some(tenant.clone()),
        _ => None,
    })
}

/// The tenant's settings.
pub async fn get(db: &impl Read) -> Result<Option<AccountCenter>> {
    let columns = AccountCenter::columns("a");
    let sql = format!("select {columns} from account_centers a where a.tenant_id = $1 and a.id = 'default'");
    db.first(sql.into(), Vec::new()).await
}

/// The tenant's settings, from the cache.
pub async fn cached(tenant: &Tenant) -> Result<Option<Arc<AccountCenter>>> {
    tenant.caches().account_centers.get(Read::id(tenant).clone(), get(tenant)).await
}

/// Writes the changed columns.
pub async fn update(tx: &Tx, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    tx.changed(Change::SignIn(Read::id(tx).clone()));
    tx.update("account_centers", "default", columns).await
}
