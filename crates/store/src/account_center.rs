//! What people may see and change of their own account.

use avouch_model::account_center::AccountCenter;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, Value};

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

/// The tenant's settings.
pub async fn get(db: &impl Read) -> Result<Option<AccountCenter>> {
    let columns = AccountCenter::columns("a");
    let sql = format!("select {columns} from account_centers a where a.tenant_id = $1 and a.id = 'default'");
    db.first(sql.into(), Vec::new()).await
}

/// Writes the changed columns.
pub async fn update(tx: &Tx, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    tx.update("account_centers", "default", columns).await
}
