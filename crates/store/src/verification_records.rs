//! What users proved of themselves, for changes of their own account.

use avouch_model::Timestamp;

use crate::row::{FromRow, Row};
use crate::{Parsed, Read, Result, Tx, Value, params};

/// Something that a user proved, or is about to.
#[derive(Clone, Debug)]
pub struct VerificationRecord {
    /// Identifier.
    pub id: String,
    /// Who proves it; nobody for what is not yet anyone's.
    pub user_id: Option<String>,
    /// When it counts no more.
    pub expires_at: Timestamp,
    /// What it is.
    pub data: serde_json::Value,
}

impl FromRow for VerificationRecord {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let data = row.get::<Parsed<serde_json::Value>>(3)?.0;
        Ok(Self { id: row.get(0)?, user_id: row.get(1)?, expires_at: row.get(2)?, data })
    }
}

/// A record whose time is not over.
pub async fn get(db: &impl Read, id: &str, now: Timestamp) -> Result<Option<VerificationRecord>> {
    let sql = "select id, user_id, expires_at, data from verification_records \
               where tenant_id = $1 and id = $2 and expires_at > $3";
    db.first(sql.into(), params![id, now]).await
}

/// Adds a record.
pub async fn create(tx: &Tx, record: &VerificationRecord) -> Result<()> {
    let VerificationRecord { id, user_id, expires_at, data } = record;
    let sql = "insert into verification_records (tenant_id, id, user_id, created_at, expires_at, data) \
               values ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql.into(), params![id, user_id.clone(), tx.now(), *expires_at, data]).await.map(drop)
}

/// Writes what a record is now; its time stays. Answers whether it is there.
pub async fn update(tx: &Tx, id: &str, data: &impl serde::Serialize) -> Result<bool> {
    tx.update("verification_records", id, vec![("data", Value::json(data))]).await
}
