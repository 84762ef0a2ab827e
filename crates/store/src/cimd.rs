//! Grants to clients whose identifier is the address of a document about them, not a row of ours.

pub mod user_consent_scopes;

use crate::{Read, Result, Tx, params};

/// Keeps how a client called itself when it was granted something: its document may say otherwise later.
pub async fn note_client(tx: &Tx, grant: &str, client: &str, name: &str, logo: Option<&str>) -> Result<()> {
    let sql = "insert into cimd_grant_client_snapshots (tenant_id, grant_id, client_id, name, logo_uri, created_at) \
               values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, grant_id) do update set \
               name = excluded.name, logo_uri = excluded.logo_uri";
    tx.execute(sql.into(), params![grant, client, name, logo, tx.now()]).await.map(drop)
}

/// How the client of a grant called itself.
pub async fn client_name(db: &impl Read, grant: &str) -> Result<Option<String>> {
    let sql = "select name from cimd_grant_client_snapshots where tenant_id = $1 and grant_id = $2";
    Ok(db.first::<(Option<String>,)>(sql.into(), params![grant]).await?.and_then(|(name,)| name))
}

/// Binds a grant to the organization that the user chose.
pub async fn bind_organization(tx: &Tx, grant: &str, organization: &str, user: &str) -> Result<()> {
    let sql = "insert into cimd_grant_organizations (tenant_id, grant_id, organization_id, user_id) \
               values ($1, $2, $3, $4) on conflict (tenant_id, grant_id) do update set \
               organization_id = excluded.organization_id";
    tx.execute(sql.into(), params![grant, organization, user]).await.map(drop)
}

/// The organization that a grant is bound to.
pub async fn organization(db: &impl Read, grant: &str) -> Result<Option<String>> {
    let sql = "select organization_id from cimd_grant_organizations where tenant_id = $1 and grant_id = $2";
    Ok(db.first::<(String,)>(sql.into(), params![grant]).await?.map(|(organization,)| organization))
}
