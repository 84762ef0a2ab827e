//! Counts for the dashboard.

use avouch_model::Timestamp;

use avouch_crypto::{Alphabet, random_text};

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
    const DAY: i64 = 86_400_000;
    let today = Timestamp::from_millis(tx.now().millis().div_euclid(DAY) * DAY);
    let sql =
        "insert into daily_active_users (id, tenant_id, user_id, date) values ($2, $1, $3, $4) on conflict do nothing";
    tx.execute(sql.into(), params![random_text(Alphabet::Lower, 21), user, today]).await.map(drop)
}

/// How many different users were active from `from` on and before `to`.
pub async fn active_users(db: &impl Read, from: Timestamp, to: Timestamp) -> Result<i64> {
    let sql =
        "select count(distinct user_id) from daily_active_users where tenant_id = $1 and date >= $2 and date < $3";
    Ok(db.first::<(i64,)>(sql.into(), params![from, to]).await?.map_or(0, |(count,)| count))
}

/// How many users were active on each day from `from` on and before `to`; days are told by their first instant.
pub async fn active_by_day(db: &impl Read, from: Timestamp, to: Timestamp) -> Result<Vec<(Timestamp, i64)>> {
    let sql = "select date, count(distinct user_id) from daily_active_users \
               where tenant_id = $1 and date >= $2 and date < $3 group by date order by date";
    db.fetch(sql.into(), params![from, to]).await
}
