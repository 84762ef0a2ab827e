//! Connectors to providers of enterprises.

use avouch_model::sso_connectors::SsoConnector;

use crate::row::{Columns as _, columns};
use crate::{Read, Result};

columns!(SsoConnector {
    tenant_id: "tenant_id",
    id: "id",
    provider_name: "provider_name",
    connector_name: "connector_name",
    config: "config",
    domains: "domains",
    branding: "branding",
    sync_profile: "sync_profile",
    enable_token_storage: "enable_token_storage",
    created_at: "created_at",
});

/// All of them, by name.
pub async fn list(db: &impl Read) -> Result<Vec<SsoConnector>> {
    let columns = SsoConnector::columns("c");
    let sql = format!("select {columns} from sso_connectors c where c.tenant_id = $1 order by c.connector_name, c.id");
    db.fetch(sql.into(), Vec::new()).await
}
