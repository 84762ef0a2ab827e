//! Subject tokens: an administrator's word that a client may act for a user, once.

use avouch_model::{Timestamp, UserId};
use avouch_shape::JsonObject;

use crate::column::Parsed;
use crate::{Read, Result, Tx, Value, params};

/// A subject token.
#[derive(Clone, Debug)]
pub struct SubjectToken {
    /// The token.
    pub id: String,
    /// Passed on to the JWT customizer.
    pub context: JsonObject,
    /// When its time is over.
    pub expires_at: Timestamp,
    /// When it was used up.
    pub consumed_at: Option<Timestamp>,
    /// The user to act for.
    pub user_id: UserId,
}

impl crate::row::FromRow for SubjectToken {
    fn from_row(row: &crate::row::Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            context: row.get::<Parsed<JsonObject>>(1)?.0,
            expires_at: row.get(2)?,
            consumed_at: row.get(3)?,
            user_id: row.get(4)?,
        })
    }
}

/// One token.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<SubjectToken>> {
    let sql =
        "select id, context, expires_at, consumed_at, user_id from subject_tokens where tenant_id = $1 and id = $2";
    db.first(sql.into(), params![id]).await
}

/// Adds a token that `creator` made.
pub async fn create(tx: &Tx, token: &SubjectToken, creator: &str) -> Result<()> {
    let sql = "insert into subject_tokens (tenant_id, id, context, expires_at, user_id, created_at, creator_id) \
               values ($1, $2, $3, $4, $5, $6, $7)";
    let values = vec![
        Value::from(&token.id),
        Value::from(&token.context),
        Value::Time(token.expires_at),
        Value::from(&token.user_id),
        Value::Time(tx.now()),
        Value::from(creator),
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Uses a token up; answers whether nobody had before.
pub async fn consume(tx: &Tx, id: &str) -> Result<bool> {
    let sql = "update subject_tokens set consumed_at = $3 where tenant_id = $1 and id = $2 and consumed_at is null";
    Ok(tx.execute(sql.into(), vec![id.into(), Value::Time(tx.now())]).await? > 0)
}
