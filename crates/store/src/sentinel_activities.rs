//! Attempts to prove who one is, for the lock-out of those who guess.

use avouch_crypto::{Alphabet, random_text};
use avouch_model::Timestamp;

use crate::{Read, Result, Tx, Value, params, texts};

/// What happened at an attempt.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// Hash of what is being guessed at.
    pub target: &'a str,
    /// What was tried.
    pub action: &'a str,
    /// Whether it was right.
    pub succeeded: bool,
    /// Until when nothing more is tried, if that was decided.
    pub blocked_until: Option<Timestamp>,
}

/// Until when a target is blocked, if it is.
pub async fn blocked_until(
    db: &impl Read,
    target: &str,
    actions: &[&str],
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let sql = "select max(decision_expires_at) from sentinel_activities where tenant_id = $1 and target_type = 'User' \
               and target_hash = $2 and action = any($3) and decision = 'Blocked' and decision_expires_at > $4";
    let row = db.first::<(Option<Timestamp>,)>(sql.into(), vec![target.into(), texts(actions), Value::Time(now)]);
    Ok(row.await?.and_then(|(until,)| until))
}

/// How many attempts failed since some time, not counting those while it was blocked.
pub async fn failures(db: &impl Read, target: &str, actions: &[&str], since: Timestamp) -> Result<i64> {
    let sql = "select count(*) from sentinel_activities where tenant_id = $1 and target_type = 'User' and target_hash = $2 \
               and action = any($3) and action_result = 'Failed' and decision <> 'Blocked' and created_at > $4";
    let row = db.first::<(i64,)>(sql.into(), vec![target.into(), texts(actions), Value::Time(since)]).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Notes an attempt.
pub async fn create(tx: &Tx, attempt: &Attempt<'_>) -> Result<()> {
    let sql = "insert into sentinel_activities (tenant_id, id, target_type, target_hash, action, action_result, payload, \
               decision, decision_expires_at, created_at) values ($1, $2, 'User', $3, $4, $5, '{}', $6, $7, $8)";
    let now = tx.now();
    let values = params![
        random_text(Alphabet::Lower, 21),
        attempt.target,
        attempt.action,
        if attempt.succeeded { "Success" } else { "Failed" },
        if attempt.blocked_until.is_some() { "Blocked" } else { "Allowed" },
        attempt.blocked_until.unwrap_or(now),
        now,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Forgets the attempts on targets since some time.
pub async fn delete(tx: &Tx, kind: &str, targets: &[String], since: Timestamp) -> Result<()> {
    let sql = "delete from sentinel_activities \
               where tenant_id = $1 and target_type = $2 and target_hash = any($3) and created_at >= $4";
    tx.execute(sql.into(), vec![kind.into(), texts(targets), Value::Time(since)]).await.map(drop)
}

/// How many messages someone was sent since some time.
pub async fn messages(db: &impl Read, target: &str, action: &str, since: Timestamp) -> Result<i64> {
    let sql = "select count(*) from sentinel_activities where tenant_id = $1 and target_type = 'User' \
               and target_hash = $2 and action = $3 and created_at > $4";
    let row = db.first::<(i64,)>(sql.into(), vec![target.into(), action.into(), Value::Time(since)]).await?;
    Ok(row.map_or(0, |(count,)| count))
}
