//! What certificate authorities look for at a domain while they make sure of it. Every node answers.

use crate::{Result, Store, Tx, Value, params};

/// Lays an answer out.
pub async fn create(tx: &Tx, domain: &str, token: &str, answer: &str) -> Result<()> {
    let sql = "insert into avouch_acme_challenges (tenant_id, domain, token, answer, created_at) \
               values ($1, $2, $3, $4, $5) on conflict (domain, token) do nothing";
    tx.execute(sql.into(), params![domain, token, answer, tx.now()]).await.map(drop)
}

/// The answer at a host for a token.
pub async fn answer(store: &Store, host: &str, token: &str) -> Result<Option<String>> {
    let sql = "select answer from avouch_acme_challenges where domain = $1 and token = $2";
    let rows = store.engine().fetch::<(String,)>(sql.into(), vec![Value::from(host), Value::from(token)]).await?;
    Ok(rows.into_iter().next().map(|(answer,)| answer))
}

/// The newest answer at a host, where no token is named (RFC 8737).
pub async fn newest(store: &Store, host: &str) -> Result<Option<String>> {
    let sql = "select answer from avouch_acme_challenges where domain = $1 order by created_at desc limit 1";
    let rows = store.engine().fetch::<(String,)>(sql.into(), vec![Value::from(host)]).await?;
    Ok(rows.into_iter().next().map(|(answer,)| answer))
}

/// Takes away what was laid out for a domain.
pub async fn delete(tx: &Tx, domain: &str) -> Result<()> {
    let sql = "delete from avouch_acme_challenges where tenant_id = $1 and domain = $2";
    tx.execute(sql.into(), params![domain]).await.map(drop)
}
