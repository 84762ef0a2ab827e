//! Audit entries.

pub mod totals;

use std::collections::HashMap;

use avouch_model::Timestamp;
use avouch_model::logs::{Log, NewLog};

use crate::engine::Append;
use crate::row::{Columns as _, columns};
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tenant, Tx, Value, params};

columns!(Log { tenant_id: "tenant_id", id: "id", key: "key", payload: "payload", created_at: "created_at" });

/// Entries are counted up to here where the caller allows it.
const CAP: i64 = 10_001;

/// Which entries.
#[derive(Debug, Default)]
pub struct Filter<'a> {
    /// Beginnings of keys.
    pub prefixes: &'a [&'a str],
    /// A key.
    pub key: Option<&'a str>,
    /// A user.
    pub user_id: Option<&'a str>,
    /// An application.
    pub application_id: Option<&'a str>,
    /// A webhook.
    pub hook_id: Option<&'a str>,
    /// From when on.
    pub start: Option<Timestamp>,
    /// Until when.
    pub end: Option<Timestamp>,
    /// Whether counting stops at a cap.
    pub capped: bool,
}

impl Filter<'_> {
    /// What is asked of keys.
    fn keys(&self, sql: &mut Sql) {
        let prefixes: Vec<String> = self
            .prefixes
            .iter()
            .map(|prefix| {
                let index = sql.bind(format!("{prefix}%"));
                format!("l.key like ${index}")
            })
            .collect();
        if !prefixes.is_empty() {
            sql.push(&format!(" and ({})", prefixes.join(" or ")));
        }
        if let Some(key) = self.key {
            sql.push_with(" and l.key = {}", key);
        }
    }

    fn apply(&self, sql: &mut Sql) {
        self.keys(sql);
        for (member, value) in
            [("userId", self.user_id), ("applicationId", self.application_id), ("hookId", self.hook_id)]
        {
            if let Some(value) = value {
                sql.push_with(&format!(" and l.payload ->> '{member}' = {{}}"), value);
            }
        }
        if let Some(start) = self.start {
            sql.push_with(" and l.created_at >= {}", start);
        }
        if let Some(end) = self.end {
            sql.push_with(" and l.created_at <= {}", end);
        }
    }
}

/// How many entries a filter lets through.
async fn count(db: &impl Read, filter: &Filter<'_>) -> Result<i64> {
    if let Some(total) = totals::count(db, filter).await? {
        return Ok(if filter.capped { total.min(CAP) } else { total });
    }
    let mut count = Sql::new("select count(*) from (select 1 from logs l where l.tenant_id = $1");
    filter.apply(&mut count);
    if filter.capped {
        count.push_with(" limit {}", CAP);
    }
    count.push(") counted");
    Ok(db.select::<(i64,)>(count).await?.into_iter().next().map_or(0, |(count,)| count))
}

/// A page of entries, newest first; also whether there are more than were counted.
pub async fn list(db: &impl Read, filter: &Filter<'_>, page: Page) -> Result<(Listing<Log>, bool)> {
    let total = count(db, filter).await?;
    let mut sql = Sql::new(format!("select {} from logs l where l.tenant_id = $1", Log::columns("l")));
    filter.apply(&mut sql);
    sql.push(" order by l.created_at desc, l.id");
    sql.page(Some(page));
    let rows = db.select(sql).await?;
    Ok((Listing { rows, total: Some(total) }, filter.capped && total == CAP))
}

/// Entries after one, oldest first.
pub async fn after(
    db: &impl Read,
    filter: &Filter<'_>,
    last: Option<(Timestamp, &str)>,
    limit: i64,
) -> Result<Vec<Log>> {
    let mut sql = Sql::new(format!("select {} from logs l where l.tenant_id = $1", Log::columns("l")));
    filter.apply(&mut sql);
    if let Some((created, id)) = last {
        let (created, id) = (sql.bind(created), sql.bind(id));
        sql.push(&format!(" and (l.created_at, l.id) > (${created}, ${id})"));
    }
    sql.push_with(" order by l.created_at, l.id limit {}", limit);
    db.select(sql).await
}

/// Removes entries from before a time, at most so many; answers how many went.
pub async fn delete_before(tx: &Tx, time: Timestamp, most: i64) -> Result<u64> {
    totals::remove(tx, time, most).await?;
    let sql = "delete from logs where tenant_id = $1 and id in \
               (select id from logs where tenant_id = $1 and created_at < $2 order by created_at, id limit $3)";
    tx.execute(sql.into(), params![time, most]).await
}

/// One entry.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Log>> {
    let sql = format!("select {} from logs l where l.tenant_id = $1 and l.id = $2", Log::columns("l"));
    db.first(sql.into(), params![id]).await
}

/// Deliveries of webhooks since some time, by webhook: how many there were, and how many succeeded.
pub async fn deliveries(db: &impl Read, hooks: &[String], since: Timestamp) -> Result<HashMap<String, (i64, i64)>> {
    let sql = "select payload ->> 'hookId', count(*), count(case when payload ->> 'result' = 'Success' then 1 end) \
               from logs where tenant_id = $1 and payload ->> 'hookId' = any($2) and key like 'TriggerHook.%' \
               and created_at >= $3 group by payload ->> 'hookId'";
    let rows: Vec<(String, i64, i64)> = db.fetch(sql.into(), vec![crate::texts(hooks), Value::Time(since)]).await?;
    Ok(rows.into_iter().map(|(hook, all, succeeded)| (hook, (all, succeeded))).collect())
}

/// Keeps an entry; answers once it is safely committed, together with those of other requests.
pub async fn create(tenant: &Tenant, log: &NewLog) -> Result<()> {
    let row = vec![
        Value::from(&log.tenant_id),
        Value::from(&log.id),
        Value::from(log.key.as_ref()),
        Value::from(&log.payload),
        Value::from(log.created_at),
    ];
    tenant.append(Append { table: "logs", columns: &["tenant_id", "id", "key", "payload", "created_at"], row }).await
}
