//! Codes that were sent to people.

use avouch_model::Timestamp;

use crate::row::{FromRow, Row};
use crate::{Read, Result, Tx, Value, params};

/// A code that was not used yet.
#[derive(Clone, Debug)]
pub struct Passcode {
    /// Identifier.
    pub id: String,
    /// The sign-in it belongs to.
    pub session: Option<String>,
    /// The number it was sent to.
    pub phone: Option<String>,
    /// The address it was sent to.
    pub email: Option<String>,
    /// What it is for.
    pub usage: String,
    /// The code.
    pub code: String,
    /// How often a wrong one was tried.
    pub tries: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

impl FromRow for Passcode {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            session: row.get(1)?,
            phone: row.get(2)?,
            email: row.get(3)?,
            usage: row.get(4)?,
            code: row.get(5)?,
            tries: row.get(6)?,
            created_at: row.get(7)?,
        })
    }
}

const COLUMNS: &str = "id, interaction_jti, phone, email, type, code, try_count, created_at";

/// The newest code of a sign-in.
pub async fn of_session(tx: &Tx, session: &str, usage: &str) -> Result<Option<Passcode>> {
    let sql = format!(
        "select {COLUMNS} from passcodes where tenant_id = $1 and interaction_jti = $2 and type = $3 and not consumed \
         order by created_at desc limit 1 for update"
    );
    tx.first(sql.into(), params![session, usage]).await
}

/// The newest code of an address or number, outside of any sign-in.
pub async fn of_recipient(tx: &Tx, recipient: &str, usage: &str) -> Result<Option<Passcode>> {
    let sql = format!(
        "select {COLUMNS} from passcodes where tenant_id = $1 and interaction_jti is null \
         and (email = $2 or phone = $2) and type = $3 and not consumed order by created_at desc limit 1 for update"
    );
    tx.first(sql.into(), params![recipient, usage]).await
}

/// Adds a code; those that it takes the place of go.
pub async fn create(tx: &Tx, code: &Passcode) -> Result<()> {
    if let Some(session) = &code.session {
        let sql = "delete from passcodes where tenant_id = $1 and interaction_jti = $2 and type = $3 and not consumed";
        tx.execute(sql.into(), params![session, &code.usage]).await?;
    } else {
        let sql = "delete from passcodes where tenant_id = $1 and interaction_jti is null \
                   and (email = $2 or phone = $3) and type = $4 and not consumed";
        tx.execute(sql.into(), params![code.email.clone(), code.phone.clone(), &code.usage]).await?;
    }
    let sql = "insert into passcodes (tenant_id, id, interaction_jti, phone, email, type, code, created_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        &code.id,
        code.session.clone(),
        code.phone.clone(),
        code.email.clone(),
        &code.usage,
        &code.code,
        code.created_at,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Notes a wrong try.
pub async fn note_try(tx: &Tx, id: &str) -> Result<()> {
    let sql = "update passcodes set try_count = try_count + 1 where tenant_id = $1 and id = $2";
    tx.execute(sql.into(), params![id]).await.map(drop)
}

/// Uses a code up.
pub async fn consume(tx: &Tx, id: &str) -> Result<()> {
    let sql = "update passcodes set consumed = true where tenant_id = $1 and id = $2";
    tx.execute(sql.into(), params![id]).await.map(drop)
}

/// Removes codes that are older than anything counts.
pub async fn delete_old(tx: &Tx, before: Timestamp, most: i64) -> Result<u64> {
    let sql = "delete from passcodes where tenant_id = $1 and id in \
               (select id from passcodes where tenant_id = $1 and created_at < $2 limit $3)";
    tx.execute(sql.into(), vec![Value::Time(before), Value::from(most)]).await
}
