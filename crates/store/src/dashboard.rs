//! Counts for the dashboard.

use avouch_model::Timestamp;

use crate::{Read, Result, params};

/// How many users there are.
pub async fn users(db: &impl Read) -> Result<i64> {
    let sql = "select count(*) from users where tenant_id = $1";
    Ok(db.first::<(i64,)>(sql.into(), Vec::new()).await?.map_or(0, |(count,)| count))
}

/// How many users were made from `from` on and before `to`.
pub async fn new_users(db: &impl Read, from: Timestamp, to: Timestamp) -> Result<i64> {
    let sql = "select count(*) from users where tenant_id = $1 and created_at >= $2 and created_at < $3";
    Ok(db.first::<(i64,)>(sql.into(), params![from, to]).await?.map_or(0, |(count,)| count))
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
