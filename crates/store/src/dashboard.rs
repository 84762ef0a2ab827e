//! Counts for the dashboard.

use std::ops::Range;

use avouch_model::Timestamp;

use avouch_crypto::{Alphabet, random_text};

use crate::engine::Statement;
use crate::{Read, Result, Tx, params};

/// How many users there are.
pub async fn users(db: &impl Read) -> Result<i64> {
    let sql = "select coalesce(sum(value), 0)::bigint from avouch_counters where tenant_id = $1 and name = 'users'";
    Ok(db.first::<(i64,)>(sql.into(), Vec::new()).await?.map_or(0, |(count,)| count))
}

/// How many users were made from `from` on and before `to`.
pub async fn new_users(db: &impl Read, from: Timestamp, to: Timestamp) -> Result<i64> {
    let sql = "select count(*) from users where tenant_id = $1 and created_at >= $2 and created_at < $3";
    Ok(db.first::<(i64,)>(sql.into(), params![from, to]).await?.map_or(0, |(count,)| count))
}

/// Notes that a user was active on the day, UTC, that it is now.
pub async fn note_active(tx: &Tx, user: &str) -> Result<()> {
    let (sql, params) = noting_active(user, tx.now());
    tx.execute(sql, params).await.map(drop)
}

/// The statement that does it.
pub(crate) fn noting_active(user: &str, now: Timestamp) -> Statement {
    const DAY: i64 = 86_400_000;
    let today = Timestamp::from_millis(now.millis().div_euclid(DAY) * DAY);
    let sql =
        "insert into daily_active_users (id, tenant_id, user_id, date) values ($2, $1, $3, $4) on conflict do nothing";
    (sql.into(), params![random_text(Alphabet::Lower, 21), user, today])
}

/// How many different users were active from `from` on and before `to`, counted one by one.
pub async fn count_active(db: &impl Read, from: Timestamp, to: Timestamp) -> Result<i64> {
    let sql =
        "select count(distinct user_id) from daily_active_users where tenant_id = $1 and date >= $2 and date < $3";
    Ok(db.first::<(i64,)>(sql.into(), params![from, to]).await?.map_or(0, |(count,)| count))
}

/// How many users were active on each of some days, which are numbered since 1970; days without one may be left out.
pub async fn active_on(db: &impl Read, days: Range<i64>) -> Result<Vec<(i64, i64)>> {
    counted(db, "active on ", days).await
}

/// How many users were last active on any of some days.
pub async fn last_active_on(db: &impl Read, days: Range<i64>) -> Result<i64> {
    Ok(counted(db, "last active on ", days).await?.into_iter().map(|(_, count)| count).sum())
}

async fn counted(db: &impl Read, prefix: &'static str, days: Range<i64>) -> Result<Vec<(i64, i64)>> {
    let names: Vec<String> = days.map(|day| format!("{prefix}{day}")).collect();
    let sql =
        "select name, sum(value)::bigint from avouch_counters where tenant_id = $1 and name = any($2) group by name";
    let rows = db.fetch::<(String, i64)>(sql.into(), params![names]).await?;
    let day = |name: String| name.strip_prefix(prefix).and_then(|day| day.parse().ok());
    Ok(rows.into_iter().filter_map(|(name, count)| Some((day(name)?, count))).collect())
}

/// The count of active users of a period that is over, if it was kept: `days` days that end with the day of `date`.
pub async fn period(db: &impl Read, date: Timestamp, days: i64) -> Result<Option<i64>> {
    let sql = "select value from avouch_active_periods where tenant_id = $1 and date = $2 and days = $3";
    Ok(db.first::<(i64,)>(sql.into(), params![date, days]).await?.map(|(value,)| value))
}

/// Keeps the count of a period that is over.
pub async fn keep_period(tx: &Tx, date: Timestamp, days: i64, value: i64) -> Result<()> {
    let sql = "insert into avouch_active_periods (tenant_id, date, days, value) values ($1, $2, $3, $4) \
               on conflict do nothing";
    tx.execute(sql.into(), params![date, days, value]).await.map(drop)
}
