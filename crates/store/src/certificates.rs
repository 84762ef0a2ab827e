//! Certificates that were got for domains, and what it takes to get them. Keys are encrypted where the installation has
//! a key for that.

pub mod accounts;
pub mod challenges;

use avouch_model::{TenantId, Timestamp};

use crate::changes::Change;
use crate::{Read, Result, Store, Tx, Value, params, sealing};

/// A certificate with its key.
#[derive(Clone)]
pub struct Certificate {
    /// The chain, in PEM form.
    pub chain: String,
    /// The key, in PEM form.
    pub private_key: String,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Certificate").field("chain", &self.chain).finish_non_exhaustive()
    }
}

fn place(domain: &str) -> String {
    format!("certificate/{domain}")
}

/// The certificate of a host, of whichever tenant it is.
pub async fn of_host(store: &Store, host: &str) -> Result<Option<Certificate>> {
    let sql = "select tenant_id, chain, private_key from avouch_certificates \
               where domain = $1 and chain is not null and private_key is not null order by expires_at desc limit 1";
    let rows = store.engine().fetch::<(TenantId, String, String)>(sql.into(), vec![Value::from(host)]).await?;
    let Some((tenant, chain, private_key)) = rows.into_iter().next() else { return Ok(None) };
    let private_key = sealing::open(&store.tenant(&tenant), &place(host), private_key)?;
    Ok(Some(Certificate { chain, private_key }))
}

/// Whether there is one for a domain that is good for longer than now.
pub async fn exists(db: &impl Read, domain: &str, now: Timestamp) -> Result<bool> {
    let sql = "select domain from avouch_certificates where tenant_id = $1 and domain = $2 and expires_at > $3";
    Ok(db.first::<(String,)>(sql.into(), params![domain, now]).await?.is_some())
}

/// Takes on the work for a domain until a time, if it is due and nobody else has taken it on; answers how often it was
/// tried before.
pub async fn claim(tx: &Tx, domain: &str, until: Timestamp) -> Result<Option<i64>> {
    let sql = "insert into avouch_certificates (tenant_id, domain, due_at, attempts) values ($1, $2, $3, 0) \
               on conflict (tenant_id, domain) do nothing";
    tx.execute(sql.into(), params![domain, tx.now()]).await?;
    let sql = "update avouch_certificates set due_at = $3 where tenant_id = $1 and domain = $2 and due_at <= $4";
    if tx.execute(sql.into(), params![domain, until, tx.now()]).await? == 0 {
        return Ok(None);
    }
    let sql = "select attempts from avouch_certificates where tenant_id = $1 and domain = $2";
    Ok(tx.first::<(i64,)>(sql.into(), params![domain]).await?.map(|(attempts,)| attempts))
}

/// Keeps a certificate, and when it is to be renewed.
pub async fn keep(
    tx: &Tx,
    domain: &str,
    certificate: &Certificate,
    (expires, due): (Timestamp, Timestamp),
) -> Result<()> {
    let key = sealing::seal(tx, &place(domain), &certificate.private_key)?;
    let sql = "update avouch_certificates set chain = $3, private_key = $4, expires_at = $5, due_at = $6, attempts = 0 \
               where tenant_id = $1 and domain = $2";
    tx.execute(sql.into(), params![domain, &certificate.chain, key, expires, due]).await?;
    tx.changed(Change::Domains(tx.id().clone()));
    Ok(())
}

/// Notes that it was tried in vain, and when it is tried again.
pub async fn failed(tx: &Tx, domain: &str, due: Timestamp) -> Result<()> {
    let sql =
        "update avouch_certificates set attempts = attempts + 1, due_at = $3 where tenant_id = $1 and domain = $2";
    tx.execute(sql.into(), params![domain, due]).await.map(drop)
}

/// Removes what there is for a domain.
pub async fn delete(tx: &Tx, domain: &str) -> Result<()> {
    for table in ["avouch_certificates", "avouch_acme_challenges"] {
        let sql = format!("delete from {table} where tenant_id = $1 and domain = $2");
        tx.execute(sql.into(), params![domain]).await?;
    }
    Ok(())
}

/// Encrypts keys that are not encrypted yet, if there is a key for that; fails where one cannot be read.
pub async fn seal(db: &crate::Tenant) -> Result<()> {
    let sql = "select domain, private_key from avouch_certificates where tenant_id = $1 and private_key is not null";
    let rows: Vec<(String, String)> = db.fetch(sql.into(), Vec::new()).await?;
    for (domain, key) in rows {
        if let Some(sealed) = sealing::due(db, &place(&domain), &key)? {
            let tx = db.begin().await?;
            let sql = "update avouch_certificates set private_key = $3 where tenant_id = $1 and domain = $2";
            tx.execute(sql.into(), params![&domain, sealed]).await?;
            tx.commit().await?;
        }
    }
    accounts::seal(db).await
}
