//! Keys of connectors that speak SAML, with their certificates. Private keys are encrypted where the installation has a
//! key for that.

use avouch_model::saml_applications::SamlSecret;

use crate::row::Columns as _;
use crate::{Read, Result, Tx, params, sealing};

fn place(connector: &str, id: &str) -> String {
    format!("sso/{connector}/{id}")
}

fn opened(db: &impl Read, connector: &str, mut key: SamlSecret) -> Result<SamlSecret> {
    key.private_key = sealing::open(db, &place(connector, &key.id), key.private_key)?;
    Ok(key)
}

/// A connector's, newest first.
pub async fn list(db: &impl Read, connector: &str) -> Result<Vec<SamlSecret>> {
    let sql = format!(
        "select {} from saml_sso_connector_signing_keys k where k.tenant_id = $1 and k.sso_connector_id = $2 \
         order by k.created_at desc, k.id",
        SamlSecret::columns("k")
    );
    let keys: Vec<SamlSecret> = db.fetch(sql.into(), params![connector]).await?;
    keys.into_iter().map(|key| opened(db, connector, key)).collect()
}

/// One of them.
pub async fn get(db: &impl Read, connector: &str, id: &str) -> Result<Option<SamlSecret>> {
    let sql = format!(
        "select {} from saml_sso_connector_signing_keys k \
         where k.tenant_id = $1 and k.sso_connector_id = $2 and k.id = $3",
        SamlSecret::columns("k")
    );
    let key: Option<SamlSecret> = db.first(sql.into(), params![connector, id]).await?;
    key.map(|key| opened(db, connector, key)).transpose()
}

/// Adds one that does not sign.
pub async fn create(tx: &Tx, connector: &str, key: &SamlSecret) -> Result<()> {
    let sql = "insert into saml_sso_connector_signing_keys \
               (tenant_id, sso_connector_id, id, private_key, certificate, created_at, expires_at, active) \
               values ($1, $2, $3, $4, $5, $6, $7, false)";
    let SamlSecret { id, private_key, certificate, created_at, expires_at, active: _ } = key;
    let private_key = sealing::seal(tx, &place(connector, id), private_key)?;
    let values = params![connector, id, private_key, certificate, *created_at, *expires_at];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Makes one of them sign, or no longer. The one that signed until now is put aside first.
pub async fn set_active(tx: &Tx, connector: &str, id: &str, active: bool) -> Result<()> {
    if active {
        let others = "update saml_sso_connector_signing_keys set active = false \
                      where tenant_id = $1 and sso_connector_id = $2 and active and id <> $3";
        tx.execute(others.into(), params![connector, id]).await?;
    }
    let sql = "update saml_sso_connector_signing_keys set active = $4 \
               where tenant_id = $1 and sso_connector_id = $2 and id = $3";
    tx.execute(sql.into(), params![connector, id, active]).await.map(drop)
}

/// Removes one; answers whether it was there.
pub async fn delete(tx: &Tx, connector: &str, id: &str) -> Result<bool> {
    let sql = "delete from saml_sso_connector_signing_keys \
               where tenant_id = $1 and sso_connector_id = $2 and id = $3";
    Ok(tx.execute(sql.into(), params![connector, id]).await? > 0)
}

/// Encrypts keys that are not encrypted yet, if there is a key for that.
pub(crate) async fn seal(db: &crate::Tenant) -> Result<()> {
    let sql = "select sso_connector_id, id, private_key from saml_sso_connector_signing_keys where tenant_id = $1";
    let rows: Vec<(String, String, String)> = db.fetch(sql.into(), Vec::new()).await?;
    for (connector, id, key) in rows {
        if let Some(sealed) = sealing::due(db, &place(&connector, &id), &key)? {
            let tx = db.begin().await?;
            let sql = "update saml_sso_connector_signing_keys set private_key = $4 \
                       where tenant_id = $1 and sso_connector_id = $2 and id = $3";
            tx.execute(sql.into(), params![&connector, &id, sealed]).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
