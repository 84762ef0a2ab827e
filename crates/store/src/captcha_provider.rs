//! Who checks that a person is a person.

use avouch_model::captcha_provider::CaptchaProvider;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, params};

columns!(CaptchaProvider {
    tenant_id: "tenant_id",
    id: "id",
    config: "config",
    created_at: "created_at",
    updated_at: "updated_at",
});

/// The tenant's provider.
pub async fn get(db: &impl Read) -> Result<Option<CaptchaProvider>> {
    let columns = CaptchaProvider::columns("c");
    db.first(format!("select {columns} from captcha_providers c where c.tenant_id = $1").into(), Vec::new()).await
}

/// Keeps the tenant's provider.
pub async fn replace(tx: &Tx, id: &str, config: &serde_json::Value) -> Result<()> {
    let sql = "insert into captcha_providers (tenant_id, id, config, created_at, updated_at) values ($1, $2, $3, $4, $4) \
               on conflict (tenant_id) do update set config = excluded.config, updated_at = excluded.updated_at";
    tx.execute(sql.into(), params![id, config, tx.now()]).await.map(drop)
}

/// Removes the tenant's provider.
pub async fn delete(tx: &Tx) -> Result<()> {
    tx.execute("delete from captcha_providers where tenant_id = $1".into(), Vec::new()).await.map(drop)
}
