//! Tokens of links that sign someone in once.

use avouch_model::Timestamp;
use avouch_model::one_time_tokens::{OneTimeToken, TokenStatus};

use crate::row::{FromRow, Row};
use crate::sql::{Listing, Page, Sql};
use crate::{Columns, Read, Result, Tx, Value, params};

impl FromRow for OneTimeToken {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let status: String = row.get(5)?;
        let status = TokenStatus::parse(&status).ok_or_else(|| crate::Error::Corrupt("a status".to_owned()))?;
        Ok(Self {
            tenant_id: row.get(0)?,
            id: row.get(1)?,
            email: row.get(2)?,
            token: row.get(3)?,
            context: row.get(4)?,
            status,
            created_at: row.get(6)?,
            expires_at: row.get(7)?,
        })
    }
}

impl Columns for OneTimeToken {
    const NAMES: &'static [&'static str] =
        &["tenant_id", "id", "email", "token", "context", "status", "created_at", "expires_at"];
}

/// The tokens of an address and a stored status, newest first; the number of all of them does not heed either.
pub async fn list(
    db: &impl Read,
    email: Option<&str>,
    status: Option<TokenStatus>,
    page: Option<Page>,
) -> Result<Listing<OneTimeToken>> {
    let columns = OneTimeToken::columns("t");
    let mut sql = Sql::new(format!("select {columns} from one_time_tokens t where t.tenant_id = $1"));
    if let Some(email) = email {
        sql.push_with(" and t.email = {}", email);
    }
    if let Some(status) = status {
        sql.push_with(" and t.status = {}", status.as_str());
    }
    sql.push(" order by t.created_at desc, t.id");
    let mut total = None;
    if page.is_some() {
        let count = "select count(*) from one_time_tokens where tenant_id = $1";
        total = db.first::<(i64,)>(count.into(), Vec::new()).await?.map(|(count,)| count);
    }
    sql.page(page);
    Ok(Listing { rows: db.select(sql).await?, total })
}

/// One token by its identifier.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<OneTimeToken>> {
    let columns = OneTimeToken::columns("t");
    let sql = format!("select {columns} from one_time_tokens t where t.tenant_id = $1 and t.id = $2");
    db.first(sql.into(), params![id]).await
}

/// One token by itself.
pub async fn by_token(db: &impl Read, token: &str) -> Result<Option<OneTimeToken>> {
    let columns = OneTimeToken::columns("t");
    let sql = format!("select {columns} from one_time_tokens t where t.tenant_id = $1 and t.token = $2");
    db.first(sql.into(), params![token]).await
}

/// Adds a token.
pub async fn create(tx: &Tx, token: &OneTimeToken) -> Result<()> {
    let sql = "insert into one_time_tokens (tenant_id, id, email, token, context, status, created_at, expires_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        &token.id,
        &token.email,
        &token.token,
        &token.context,
        token.status.as_str(),
        token.created_at,
        token.expires_at,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes what becomes of a token, if it is still what it was; answers whether it was.
pub async fn set_status(tx: &Tx, id: &str, from: TokenStatus, to: TokenStatus) -> Result<bool> {
    let sql = "update one_time_tokens set status = $4 where tenant_id = $1 and id = $2 and status = $3";
    Ok(tx.execute(sql.into(), params![id, from.as_str(), to.as_str()]).await? > 0)
}

/// Marks the tokens of an address whose time is over.
pub async fn expire(tx: &Tx, email: &str, now: Timestamp) -> Result<()> {
    let sql = "update one_time_tokens set status = 'expired' \
               where tenant_id = $1 and email = $2 and status = 'active' and expires_at <= $3";
    tx.execute(sql.into(), vec![email.into(), Value::Time(now)]).await.map(drop)
}

/// Removes a token; answers whether it was there.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("one_time_tokens", id).await
}
