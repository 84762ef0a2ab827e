//! What is known of sessions beyond the provider's own record.

use avouch_model::Json;
use avouch_model::applications::is_document;

use crate::{Read, Result, Tx, Value, params};

/// How the user of a session signed in last, and through which client.
pub async fn get(db: &impl Read, session: &str) -> Result<Option<(Json, Option<String>)>> {
    let sql = "select last_submission, coalesce(client_id, cimd_client_id) from oidc_session_extensions where tenant_id = $1 and session_uid = $2";
    db.first(sql.into(), params![session]).await
}

/// Writes it.
pub async fn put(tx: &Tx, session: &str, user: &str, submission: &serde_json::Value, client: &str) -> Result<()> {
    let sql = "insert into oidc_session_extensions (tenant_id, session_uid, account_id, last_submission, client_id, cimd_client_id, created_at, updated_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (tenant_id, session_uid) do update set \
               account_id = excluded.account_id, last_submission = excluded.last_submission, client_id = excluded.client_id, cimd_client_id = excluded.cimd_client_id, \
               updated_at = excluded.updated_at";
    let (row, document) = if is_document(client) { (None, Some(client)) } else { (Some(client), None) };
    let values =
        vec![session.into(), user.into(), Value::json(submission), row.into(), document.into(), Value::Time(tx.now())];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Removes it.
pub async fn delete(tx: &Tx, session: &str) -> Result<()> {
    let sql = "delete from oidc_session_extensions where tenant_id = $1 and session_uid = $2";
    tx.execute(sql.into(), params![session]).await.map(drop)
}
