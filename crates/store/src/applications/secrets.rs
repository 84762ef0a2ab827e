//! Secrets of applications.

use avouch_model::ApplicationId;
use avouch_model::applications::ApplicationSecret;

use super::changed;
use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, params};

columns!(ApplicationSecret {
    tenant_id: "tenant_id",
    application_id: "application_id",
    name: "name",
    value: "value",
    created_at: "created_at",
    expires_at: "expires_at",
});

/// Name of the constraint that keeps names apart.
pub const UNIQUE_NAME: &str = "application_secrets_pkey";

/// The secrets of an application, oldest first.
pub async fn list(db: &impl Read, application: &str) -> Result<Vec<ApplicationSecret>> {
    let sql = format!(
        "select {} from application_secrets s where s.tenant_id = $1 and s.application_id = $2 order by s.created_at, s.name",
        ApplicationSecret::columns("s")
    );
    db.fetch(sql.into(), params![application]).await
}

/// One secret.
pub async fn get(db: &impl Read, application: &str, name: &str) -> Result<Option<ApplicationSecret>> {
    let sql = format!(
        "select {} from application_secrets s where s.tenant_id = $1 and s.application_id = $2 and s.name = $3",
        ApplicationSecret::columns("s")
    );
    db.first(sql.into(), params![application, name]).await
}

/// Adds a secret.
pub async fn create(tx: &Tx, secret: &ApplicationSecret) -> Result<()> {
    tx.execute(
        "insert into application_secrets (tenant_id, application_id, name, value, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6)"
            .into(),
        params![&secret.application_id, &secret.name, &secret.value, secret.created_at, secret.expires_at],
    )
    .await?;
    changed(tx, &secret.application_id);
    Ok(())
}

/// Renames a secret; answers whether it exists.
pub async fn rename(tx: &Tx, application: &ApplicationId, name: &str, new_name: &str) -> Result<bool> {
    let sql = "update application_secrets set name = $4 where tenant_id = $1 and application_id = $2 and name = $3";
    changed(tx, application);
    Ok(tx.execute(sql.into(), params![application, name, new_name]).await? > 0)
}

/// Removes a secret; answers whether it existed.
pub async fn delete(tx: &Tx, application: &ApplicationId, name: &str) -> Result<bool> {
    let sql = "delete from application_secrets where tenant_id = $1 and application_id = $2 and name = $3";
    changed(tx, application);
    Ok(tx.execute(sql.into(), params![application, name]).await? > 0)
}
