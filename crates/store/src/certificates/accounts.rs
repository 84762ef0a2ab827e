//! Accounts at certificate authorities.

use crate::{Read, Result, Tx, params, sealing};

fn place(directory: &str) -> String {
    format!("acme/{directory}")
}

/// The credentials of the account at an authority.
pub async fn get(db: &impl Read, directory: &str) -> Result<Option<String>> {
    let sql = "select credentials from avouch_acme_accounts where tenant_id = $1 and directory = $2";
    let row = db.first::<(String,)>(sql.into(), params![directory]).await?;
    row.map(|(credentials,)| sealing::open(db, &place(directory), credentials)).transpose()
}

/// Keeps the credentials of an account, unless there is one; answers whether it did.
pub async fn create(tx: &Tx, directory: &str, credentials: &str) -> Result<bool> {
    let sealed = sealing::seal(tx, &place(directory), credentials)?;
    let sql = "insert into avouch_acme_accounts (tenant_id, directory, credentials) values ($1, $2, $3) \
               on conflict (tenant_id, directory) do nothing";
    Ok(tx.execute(sql.into(), params![directory, sealed]).await? > 0)
}

/// Forgets an account that the authority does not know.
pub async fn delete(tx: &Tx, directory: &str) -> Result<()> {
    let sql = "delete from avouch_acme_accounts where tenant_id = $1 and directory = $2";
    tx.execute(sql.into(), params![directory]).await.map(drop)
}

/// Encrypts credentials that are not encrypted yet, if there is a key for that.
pub(super) async fn seal(db: &crate::Tenant) -> Result<()> {
    let sql = "select directory, credentials from avouch_acme_accounts where tenant_id = $1";
    let rows: Vec<(String, String)> = db.fetch(sql.into(), Vec::new()).await?;
    for (directory, credentials) in rows {
        if let Some(sealed) = sealing::due(db, &place(&directory), &credentials)? {
            let tx = db.begin().await?;
            let sql = "update avouch_acme_accounts set credentials = $3 where tenant_id = $1 and directory = $2";
            tx.execute(sql.into(), params![&directory, sealed]).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
