//! What is kept of SAML applications beside their rows among all applications.

pub mod secrets;
pub mod sessions;

use avouch_model::ApplicationId;
use avouch_model::saml_applications::SamlConfig;

use crate::row::{Columns as _, columns};
use crate::sql::Sql;
use crate::{Read, Result, Tx, Value, params};

columns!(SamlConfig {
    attribute_mapping: "attribute_mapping",
    entity_id: "entity_id",
    acs_url: "acs_url",
    encryption: "encryption",
    name_id_format: "name_id_format",
});

/// One application's.
pub async fn get(db: &impl Read, application: &str) -> Result<Option<SamlConfig>> {
    let columns = SamlConfig::columns("c");
    let sql =
        format!("select {columns} from saml_application_configs c where c.tenant_id = $1 and c.application_id = $2");
    db.first(sql.into(), params![application]).await
}

/// Adds it.
pub async fn create(tx: &Tx, application: &ApplicationId, config: &SamlConfig) -> Result<()> {
    let sql = "insert into saml_application_configs \
               (tenant_id, application_id, attribute_mapping, entity_id, acs_url, encryption, name_id_format) \
               values ($1, $2, $3, $4, $5, $6, $7)";
    let values = params![
        application,
        &config.attribute_mapping,
        config.entity_id.as_ref(),
        config.acs_url.as_ref(),
        config.encryption.as_ref(),
        &config.name_id_format,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns.
pub async fn update(tx: &Tx, application: &ApplicationId, columns: Vec<(&'static str, Value)>) -> Result<()> {
    let mut sql = Sql::new("update saml_application_configs set ");
    for (column, value) in columns {
        sql.set(column, value);
    }
    if sql.sets_something() {
        sql.push_with(" where tenant_id = $1 and application_id = {}", application);
        tx.run(sql).await?;
    }
    Ok(())
}
