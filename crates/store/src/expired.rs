//! Rows whose time is over, of every table that has such: they go a while after it, in small batches.

use avouch_model::Timestamp;

use crate::{Result, Tx, Value};

/// An hour and a day, in milliseconds.
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Tables, the column that names a row, the column with the time, and how long after it a row goes.
const TABLES: [(&str, &str, &str, i64); 12] = [
    ("oidc_model_instances", "id", "expires_at", 0),
    ("verification_records", "id", "expires_at", 0),
    ("avouch_kept_answers", "id", "expires_at", 0),
    ("saml_application_sessions", "id", "expires_at", 0),
    ("idp_initiated_saml_sso_sessions", "id", "expires_at", 0),
    ("trusted_devices", "id", "expires_at", 0),
    ("avouch_used_assertions", "digest", "expires_at", 0),
    ("subject_tokens", "id", "expires_at", DAY),
    // Administrators list what was not used.
    ("one_time_tokens", "id", "expires_at", 30 * DAY),
    // Codes count for ten minutes, tries at most for an hour.
    ("passcodes", "id", "created_at", DAY),
    // A proof counts for ten minutes.
    ("verification_statuses", "id", "created_at", DAY),
    ("sentinel_activities", "id", "created_at", DAY),
];

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Rows of all tables.
    pub rows: u64,
    /// Whether a table may have more of them.
    pub more: bool,
}

/// Removes at most so many rows of each table.
pub async fn delete(tx: &Tx, now: Timestamp, most: i64) -> Result<Gone> {
    let mut gone = Gone::default();
    // What is known of a session goes with it.
    let sql = "delete from oidc_session_extensions where tenant_id = $1 and session_uid in \
               (select payload->>'uid' from oidc_model_instances where tenant_id = $1 and model_name = 'Session' \
               and expires_at < $2 order by expires_at limit $3)";
    gone.rows += tx.execute(sql.into(), vec![Value::Time(now), most.into()]).await?;
    for (table, id, time, after) in TABLES {
        let sql = format!(
            "delete from {table} where tenant_id = $1 and {id} in \
             (select {id} from {table} where tenant_id = $1 and {time} < $2 order by {time} limit $3)"
        );
        let before = now.plus_millis(-after);
        let rows = tx.execute(sql.into(), vec![Value::Time(before), most.into()]).await?;
        gone.rows += rows;
        gone.more |= rows >= most.unsigned_abs();
    }
    Ok(gone)
}
