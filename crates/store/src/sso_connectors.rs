//! Connectors to providers of enterprises.

pub mod idp_initiated_auth_config;
pub mod idp_initiated_sessions;
pub mod signing_keys;

use avouch_model::sso_connectors::SsoConnector;

use crate::row::{Columns as _, columns};
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, Value, params};

/// Name of the constraint that keeps names apart.
pub const UNIQUE_NAME: &str = "sso_connectors__connector_name__unique";

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

/// Some of them, by name.
pub async fn page(db: &impl Read, page: Option<Page>) -> Result<Listing<SsoConnector>> {
    let from = Sql::new("from sso_connectors c where c.tenant_id = $1");
    db.list(SsoConnector::columns("c"), from, "c.connector_name, c.id", page).await
}

/// One of them.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<SsoConnector>> {
    let columns = SsoConnector::columns("c");
    let sql = format!("select {columns} from sso_connectors c where c.tenant_id = $1 and c.id = $2");
    db.first(sql.into(), params![id]).await
}

/// The identifier of the one that has a name.
pub async fn named(db: &impl Read, name: &str) -> Result<Option<String>> {
    let sql = "select id from sso_connectors where tenant_id = $1 and connector_name = $2";
    Ok(db.first::<(String,)>(sql.into(), params![name]).await?.map(|(id,)| id))
}

/// Adds one.
pub async fn create(tx: &Tx, connector: &SsoConnector) -> Result<()> {
    let sql = "insert into sso_connectors (tenant_id, id, provider_name, connector_name, config, domains, branding, \
               sync_profile, enable_token_storage, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        &connector.id,
        &connector.provider_name,
        &connector.connector_name,
        &connector.config,
        &connector.domains,
        &connector.branding,
        connector.sync_profile,
        connector.enable_token_storage,
        connector.created_at,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns; answers whether it exists.
pub async fn update(tx: &Tx, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    tx.update("sso_connectors", id, columns).await
}

/// Removes the tokens that were kept through it.
pub async fn delete_token_sets(tx: &Tx, id: &str) -> Result<()> {
    let sql = "delete from secrets where tenant_id = $1 and id in (select r.secret_id from \
               secret_enterprise_sso_connector_relations r where r.tenant_id = $1 and r.sso_connector_id = $2)";
    tx.execute(sql.into(), params![id]).await.map(drop)
}

/// Removes one, with the identities that people have through it; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    delete_token_sets(tx, id).await?;
    tx.delete("sso_connectors", id).await
}
