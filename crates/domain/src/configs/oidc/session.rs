//! How long sessions last.

use avouch_model::configs::{SessionConfig, UpdateSessionConfig};
use avouch_store::{Read, Tenant, configs as stored};
use serde_json::{Value, json};

use crate::Result;

/// Seconds that sessions last unless the tenant says otherwise.
const LIFETIME: i64 = 14 * 86_400;

/// How long they last.
pub async fn get(db: &impl Read) -> Result<SessionConfig> {
    let kept: Option<Value> = stored::get(db, stored::SESSION).await?;
    let ttl = kept.and_then(|kept| kept.get("ttl").and_then(Value::as_i64));
    Ok(SessionConfig { ttl: ttl.unwrap_or(LIFETIME) })
}

/// Sets how long new ones last.
pub async fn update(tenant: &Tenant, input: &UpdateSessionConfig) -> Result<SessionConfig> {
    let tx = tenant.begin().await?;
    if let Some(ttl) = input.ttl {
        stored::set(&tx, stored::SESSION, &json!({ "ttl": ttl.get() })).await?;
    }
    let config = get(&tx).await?;
    tx.commit().await?;
    Ok(config)
}
