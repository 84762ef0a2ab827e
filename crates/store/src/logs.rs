//! Audit entries.

use avouch_model::logs::NewLog;

use crate::engine::Append;
use crate::{Result, Tenant, Value};

/// Keeps an entry; answers once it is safely committed, together with those of other requests.
pub async fn create(tenant: &Tenant, log: &NewLog) -> Result<()> {
    let row = vec![
        Value::from(&log.tenant_id),
        Value::from(&log.id),
        Value::from(log.key),
        Value::from(&log.payload),
        Value::from(log.created_at),
    ];
    tenant.append(Append { table: "logs", columns: &["tenant_id", "id", "key", "payload", "created_at"], row }).await
}
