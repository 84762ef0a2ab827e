//! Takes over, in place, a PostgreSQL database that compatible software filled: its tables are those of the first step,
//! and what Avouch has beside them is added.

use super::{BOOKKEEPING, MIGRATIONS, SCHEMA_LOCK, record};
use crate::dialect::Dialect;
use crate::engine::Transaction;
use crate::{Error, Result, Store, Value};

/// The tables as they must be are made here for a moment, to be compared.
const EXPECTED: &str = "avouch_expected";

/// How many columns are named in a complaint.
const NAMED: usize = 10;

/// What was taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// Number of tenants.
    pub tenants: i64,
    /// Number of users.
    pub users: i64,
    /// Number of applications.
    pub applications: i64,
}

impl Store {
    /// Takes the database over, all or nothing.
    pub async fn adopt(&self) -> Result<Adopted> {
        if self.dialect() == Dialect::Sqlite {
            return Err(refused("only a PostgreSQL database can be taken over; set DB_URL to it"));
        }
        let transaction = self.engine().begin().await?;
        transaction.lock(SCHEMA_LOCK).await?;
        if self.has_table(&transaction, "avouch_migrations").await? {
            return Err(refused("it is a database of Avouch already"));
        }
        if !self.has_table(&transaction, "tenants").await? {
            return Err(refused("there is nothing in it to take over; `avouch serve` fills an empty database"));
        }
        compare(&transaction).await?;
        transaction.script(BOOKKEEPING).await?;
        for (position, step) in MIGRATIONS.iter().enumerate() {
            if position > 0 {
                transaction.script(step.text).await?;
            }
            record(&transaction, step, self.clock().now()).await?;
        }
        transaction.execute(IDENTITIES.into(), Vec::new()).await?;
        let count =
            "select (select count(*) from tenants), (select count(*) from users), (select count(*) from applications)";
        let counts = transaction.fetch::<(i64, i64, i64)>(count.into(), Vec::new()).await?;
        transaction.commit().await?;
        let (tenants, users, applications) = counts.into_iter().next().unwrap_or_default();
        Ok(Adopted { tenants, users, applications })
    }
}

/// Who holds which social identity. Where two users claimed the same one, the first keeps it.
const IDENTITIES: &str = "insert into avouch_user_identities (tenant_id, user_id, target, identity_id) \
     select u.tenant_id, u.id, i.key, i.value ->> 'userId' from users u, jsonb_each(u.identities) i \
     where i.value ->> 'userId' is not null order by u.created_at, u.id on conflict do nothing";

fn refused(why: impl Into<String>) -> Error {
    Error::Unavailable(why.into())
}

/// An error unless the tables are ours to use, and have the columns that they must have and no others that want a value.
async fn compare(transaction: &Transaction) -> Result<()> {
    let foreign = texts(transaction, FOREIGN, Vec::new()).await?;
    if !foreign.is_empty() {
        let owners = "its tables belong to another role; connect as their owner, or as a superuser";
        return Err(refused(format!("{owners} ({})", named(&foreign))));
    }
    let place = texts(transaction, "select current_schema()::text", Vec::new()).await?;
    let place = place.first().cloned().unwrap_or_default();
    let first = MIGRATIONS.first().map(|step| step.text).unwrap_or_default();
    transaction.script(&format!("create schema {EXPECTED}; set local search_path to {EXPECTED};")).await?;
    transaction.script(first).await?;
    let parameters = || vec![Value::from(place.as_str()), Value::from(EXPECTED)];
    let missing = texts(transaction, MISSING, parameters()).await?;
    let unknown = texts(transaction, UNKNOWN, parameters()).await?;
    transaction.execute("select set_config('search_path', $1, true)".into(), vec![Value::from(place.as_str())]).await?;
    transaction.script(&format!("drop schema {EXPECTED} cascade;")).await?;
    if !missing.is_empty() {
        let why = "its schema is older than that of Logto 1.42; upgrade it there first. It lacks";
        return Err(refused(format!("{why} {}", named(&missing))));
    }
    if !unknown.is_empty() {
        let why = "its schema is newer than that of Logto 1.42, and needs values that Avouch does not know:";
        return Err(refused(format!("{why} {}", named(&unknown))));
    }
    Ok(())
}

/// Tables that the connected role does not own: row-level security would hide their rows.
const FOREIGN: &str = "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace \
     where n.nspname = current_schema() and c.relkind = 'r' and not pg_has_role(c.relowner, 'usage') order by 1";

/// Columns that are expected and not there.
const MISSING: &str = "select (e.table_name || '.' || e.column_name)::text from information_schema.columns e \
     where e.table_schema::text = $2 and not exists (select 1 from information_schema.columns t \
       where t.table_schema::text = $1 and t.table_name = e.table_name and t.column_name = e.column_name) order by 1";

/// Columns of expected tables that want a value and are not expected.
const UNKNOWN: &str = "select (t.table_name || '.' || t.column_name)::text from information_schema.columns t \
     where t.table_schema::text = $1 and t.is_nullable = 'NO' and t.column_default is null \
     and exists (select 1 from information_schema.tables e where e.table_schema::text = $2 and e.table_name = t.table_name) \
     and not exists (select 1 from information_schema.columns e \
       where e.table_schema::text = $2 and e.table_name = t.table_name and e.column_name = t.column_name) order by 1";

async fn texts(transaction: &Transaction, sql: &'static str, parameters: Vec<Value>) -> Result<Vec<String>> {
    let rows = transaction.fetch::<(String,)>(sql.into(), parameters).await?;
    Ok(rows.into_iter().map(|(text,)| text).collect())
}

fn named(all: &[String]) -> String {
    let shown = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
