//! How many entries there are, without counting them one by one: for some times it is kept how many of each key came
//! before. What lies between two of these times is their difference; only what came after the last one is counted.

use avouch_model::Timestamp;

use super::Filter;
use crate::sql::Sql;
use crate::{Read, Result, Tenant, Tx, params};

/// A day, in milliseconds. Of each day that is over, one time is kept.
const DAY: i64 = 86_400_000;

/// Entries may come this much later than their time says, in milliseconds.
const LATE: i64 = 60_000;

/// A time that it is kept for, and how much that is.
type Kept = (Option<Timestamp>, Option<Timestamp>, i64);

/// The last time that it is kept for; the beginning of time where there is none.
async fn last(tenant: &Tenant) -> Result<Timestamp> {
    let sql = "select max(until) from avouch_log_totals where tenant_id = $1 and key = ''";
    let last = tenant.first::<(Option<Timestamp>,)>(sql.into(), Vec::new()).await?.and_then(|(last,)| last);
    Ok(last.unwrap_or(Timestamp::EPOCH))
}

/// The same as [`note`] where more entries than so many came since the last time.
pub async fn note_many(tenant: &Tenant, few: i64) -> Result<()> {
    let sql = "select count(*) from (select 1 from logs where tenant_id = $1 and created_at >= $2 limit $3) new";
    let values = params![last(tenant).await?, few.saturating_add(1)];
    let new = tenant.first::<(i64,)>(sql.into(), values).await?.map_or(0, |(new,)| new);
    if new > few { note(tenant).await } else { Ok(()) }
}

/// Keeps how many entries came before now. The first time it counts all of them.
pub async fn note(tenant: &Tenant) -> Result<()> {
    let until = tenant.now().plus_millis(-LATE);
    let last = last(tenant).await?;
    if last >= until {
        return Ok(());
    }
    let sql =
        "select key, count(*) from logs where tenant_id = $1 and created_at >= $2 and created_at < $3 group by key";
    let new: Vec<(String, i64)> = tenant.fetch(sql.into(), params![last, until]).await?;
    let tx = tenant.begin().await?;
    let sql =
        "insert into avouch_log_totals (tenant_id, until, key, count) values ($1, $2, '', 0) on conflict do nothing";
    tx.execute(sql.into(), params![Timestamp::EPOCH]).await?;
    lock(&tx).await?;
    let copy = "insert into avouch_log_totals (tenant_id, until, key, count) \
                select tenant_id, $3, key, count from avouch_log_totals where tenant_id = $1 and until = $2";
    if tx.execute(copy.into(), params![last, until]).await? == 0 {
        // Entries were removed meanwhile: what was counted may be wrong.
        return Ok(());
    }
    for (key, count) in new {
        let sql = "insert into avouch_log_totals (tenant_id, until, key, count) values ($1, $2, $3, $4) \
                   on conflict (tenant_id, until, key) do update set count = avouch_log_totals.count + excluded.count";
        tx.execute(sql.into(), params![until, key, count]).await?;
    }
    if last > Timestamp::EPOCH && last.millis().div_euclid(DAY) == until.millis().div_euclid(DAY) {
        let sql = "delete from avouch_log_totals where tenant_id = $1 and until = $2";
        tx.execute(sql.into(), params![last]).await?;
    }
    tx.commit().await
}

/// Holds what is kept until the transaction ends: taking away and adding must not cross.
async fn lock(tx: &Tx) -> Result<bool> {
    let sql = "select count from avouch_log_totals where tenant_id = $1 and until = $2 and key = '' for update";
    Ok(tx.first::<(i64,)>(sql.into(), params![Timestamp::EPOCH]).await?.is_some())
}

/// Takes away what the oldest entries from before a time were, `most` of them, which are removed in the same
/// transaction.
pub(super) async fn remove(tx: &Tx, time: Timestamp, most: i64) -> Result<()> {
    if !lock(tx).await? {
        return Ok(());
    }
    let sql = "delete from avouch_log_totals where tenant_id = $1 and until > $2 and until <= $3";
    tx.execute(sql.into(), params![Timestamp::EPOCH, time]).await?;
    let sql = "select key, count(*) from (select key from logs where tenant_id = $1 and created_at < $2 \
               order by created_at, id limit $3) oldest group by key";
    let oldest: Vec<(String, i64)> = tx.fetch(sql.into(), params![time, most]).await?;
    for (key, count) in oldest {
        let sql = "update avouch_log_totals set count = count - $3 where tenant_id = $1 and key = $2 and until > $4";
        tx.execute(sql.into(), params![key, count, time]).await?;
    }
    Ok(())
}

/// How many entries a filter lets through that asks for keys and times alone; nothing where that is not kept.
pub(super) async fn count(db: &impl Read, filter: &Filter<'_>) -> Result<Option<i64>> {
    if filter.user_id.or(filter.application_id).or(filter.hook_id).is_some() {
        return Ok(None);
    }
    let mut sql = Sql::new(
        "with newest as (select max(until) as moment from avouch_log_totals where tenant_id = $1 and key = ''",
    );
    if let Some(end) = filter.end {
        sql.push_with(" and until <= {}", end.plus_millis(1));
    }
    sql.push("), oldest as (select min(until) as moment from avouch_log_totals where tenant_id = $1 and key = ''");
    if let Some(start) = filter.start {
        sql.push_with(" and until >= {}", start);
    }
    sql.push(
        ") select (select moment from oldest), (select moment from newest), coalesce(sum(case when l.until = \
         (select moment from newest) then l.count else -l.count end), 0)::bigint from avouch_log_totals l \
         where l.tenant_id = $1 and (l.until = (select moment from newest) or l.until = (select moment from oldest))",
    );
    filter.keys(&mut sql);
    let kept: Option<Kept> = db.select(sql).await?.into_iter().next();
    let Some((Some(oldest), Some(newest), between)) = kept.filter(|(oldest, newest, _)| oldest < newest) else {
        return Ok(None);
    };
    let mut total = between + live(db, filter, Some(newest), None).await?;
    if filter.start.is_some() {
        total += live(db, filter, filter.start, Some(oldest)).await?;
    }
    Ok(Some(total))
}

/// Counts entries from a time on, and before another one if that is given.
async fn live(db: &impl Read, filter: &Filter<'_>, from: Option<Timestamp>, before: Option<Timestamp>) -> Result<i64> {
    let mut sql = Sql::new("select count(*) from logs l where l.tenant_id = $1");
    filter.keys(&mut sql);
    if let Some(from) = from {
        sql.push_with(" and l.created_at >= {}", from);
    }
    if let Some(before) = before {
        sql.push_with(" and l.created_at < {}", before);
    }
    if let Some(end) = filter.end {
        sql.push_with(" and l.created_at <= {}", end);
    }
    Ok(db.select::<(i64,)>(sql).await?.into_iter().next().map_or(0, |(count,)| count))
}
