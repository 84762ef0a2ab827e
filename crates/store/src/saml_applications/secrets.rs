//! Keys of SAML applications, with their certificates.

use avouch_model::saml_applications::SamlSecret;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, params};

columns!(SamlSecret {
    id: "id",
    private_key: "private_key",
    certificate: "certificate",
    created_at: "created_at",
    expires_at: "expires_at",
    active: "active",
});

/// An application's, newest first.
pub async fn list(db: &impl Read, application: &str) -> Result<Vec<SamlSecret>> {
    let sql = format!(
        "select {} from saml_application_secrets s where s.tenant_id = $1 and s.application_id = $2 \
         order by s.created_at desc, s.id",
        SamlSecret::columns("s")
    );
    db.fetch(sql.into(), params![application]).await
}

/// One of them.
pub async fn get(db: &impl Read, application: &str, id: &str) -> Result<Option<SamlSecret>> {
    let sql = format!(
        "select {} from saml_application_secrets s where s.tenant_id = $1 and s.application_id = $2 and s.id = $3",
        SamlSecret::columns("s")
    );
    db.first(sql.into(), params![application, id]).await
}

/// Adds one.
pub async fn create(tx: &Tx, application: &str, secret: &SamlSecret) -> Result<()> {
    let sql = "insert into saml_application_secrets \
               (tenant_id, application_id, id, private_key, certificate, created_at, expires_at, active) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let SamlSecret { id, private_key, certificate, created_at, expires_at, active } = secret;
    let values = params![application, id, private_key, certificate, *created_at, *expires_at, *active];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Makes one of them sign, or no longer. The one that signed until now is put aside first.
pub async fn set_active(tx: &Tx, application: &str, id: &str, active: bool) -> Result<()> {
    if active {
        let others = "update saml_application_secrets set active = false where tenant_id = $1 and application_id = $2 \
                      and active and id <> $3";
        tx.execute(others.into(), params![application, id]).await?;
    }
    let sql =
        "update saml_application_secrets set active = $4 where tenant_id = $1 and application_id = $2 and id = $3";
    tx.execute(sql.into(), params![application, id, active]).await.map(drop)
}

/// Removes one; answers whether it was there.
pub async fn delete(tx: &Tx, application: &str, id: &str) -> Result<bool> {
    let sql = "delete from saml_application_secrets where tenant_id = $1 and application_id = $2 and id = $3";
    Ok(tx.execute(sql.into(), params![application, id]).await? > 0)
}
