//! Answers to requests that a client may have to make twice.

use avouch_model::Timestamp;

use crate::row::{FromRow, Row};
use crate::{Read, Result, Tx, params};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Type of the body, if there is one.
    pub content_type: Option<String>,
    /// Body.
    pub body: String,
}

/// A request that was made before.
#[derive(Debug)]
pub struct Earlier {
    /// What was asked for, as a digest.
    pub request: String,
    /// The answer; none while it is under way.
    pub answer: Option<Answer>,
}

impl FromRow for Earlier {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let status = row.get::<Option<i64>>(1)?.and_then(|status| u16::try_from(status).ok());
        let (content_type, body) = (row.get(2)?, row.get::<Option<String>>(3)?.unwrap_or_default());
        Ok(Self { request: row.get(0)?, answer: status.map(|status| Answer { status, content_type, body }) })
    }
}

/// Notes that a request is under way, unless it is already, or was made before; answers whether it did.
pub async fn claim(tx: &Tx, id: &str, request: &str, until: Timestamp) -> Result<bool> {
    let sql = "insert into avouch_kept_answers as k (tenant_id, id, request, expires_at) values ($1, $2, $3, $4) \
               on conflict (tenant_id, id) do update set request = excluded.request, status = null, body = null, \
               content_type = null, expires_at = excluded.expires_at where k.expires_at <= $5";
    Ok(tx.execute(sql.into(), params![id, request, until, tx.now()]).await? > 0)
}

/// The request of this identifier.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Earlier>> {
    let sql = "select request, status::bigint, content_type, body from avouch_kept_answers \
               where tenant_id = $1 and id = $2";
    db.first(sql.into(), params![id]).await
}

/// Keeps the answer to a request that is under way.
pub async fn keep(tx: &Tx, id: &str, answer: &Answer, until: Timestamp) -> Result<()> {
    let sql = "update avouch_kept_answers set status = $3, content_type = $4, body = $5, expires_at = $6 \
               where tenant_id = $1 and id = $2";
    let Answer { status, content_type, body } = answer;
    let values = params![id, i64::from(*status), content_type.clone(), body, until];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Forgets a request.
pub async fn forget(tx: &Tx, id: &str) -> Result<()> {
    tx.delete("avouch_kept_answers", id).await.map(drop)
}
