//! Connectors.

use avouch_model::connectors::Connector;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, Value, params, texts};

columns!(Connector {
    id: "id",
    sync_profile: "sync_profile",
    enable_token_storage: "enable_token_storage",
    config: "config",
    metadata: "metadata",
    connector_id: "connector_id",
});

/// All connectors, by identifier.
pub async fn list(db: &impl Read) -> Result<Vec<Connector>> {
    let columns = Connector::columns("c");
    db.fetch(format!("select {columns} from connectors c where c.tenant_id = $1 order by c.id").into(), Vec::new())
        .await
}

/// One connector.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Connector>> {
    let columns = Connector::columns("c");
    let sql = format!("select {columns} from connectors c where c.tenant_id = $1 and c.id = $2");
    db.first(sql.into(), params![id]).await
}

/// The connectors of some factories.
pub async fn of_factories(db: &impl Read, factories: &[&str]) -> Result<Vec<Connector>> {
    let columns = Connector::columns("c");
    let sql =
        format!("select {columns} from connectors c where c.tenant_id = $1 and c.connector_id = any($2) order by c.id");
    db.fetch(sql.into(), vec![texts(factories)]).await
}

/// Adds a connector.
pub async fn create(tx: &Tx, connector: &Connector) -> Result<()> {
    let sql = "insert into connectors (tenant_id, id, sync_profile, enable_token_storage, connector_id, config, metadata, \
               created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        &connector.id,
        connector.sync_profile,
        connector.enable_token_storage,
        &connector.connector_id,
        &connector.config,
        &connector.metadata,
        tx.now(),
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns of a connector; answers whether it exists.
pub async fn update(tx: &Tx, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    tx.update("connectors", id, columns).await
}

/// Removes the tokens that were kept through a connector.
pub async fn delete_token_sets(tx: &Tx, id: &str) -> Result<()> {
    let sql = "delete from secrets where tenant_id = $1 and id in (select r.secret_id from \
               secret_social_connector_relations r where r.tenant_id = $1 and r.connector_id = $2)";
    tx.execute(sql.into(), params![id]).await.map(drop)
}

/// Removes a connector with the tokens that were kept through it; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    delete_token_sets(tx, id).await?;
    tx.delete("connectors", id).await
}
