//! The schema's versions: forward only, applied under a lock by whichever node comes first.

mod adopt;

pub use adopt::Adopted;

use avouch_model::Timestamp;

use crate::dialect;
use crate::engine::Transaction;
use crate::seed::{self, SeedOptions};
use crate::{Error, Result, Store, Value};

/// A step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Number; steps are applied in order.
    pub version: i64,
    /// What it does.
    pub name: &'static str,
    /// The oldest version that can work on the schema once this step is done: an older binary refuses to start.
    pub oldest_reader: i64,
    pub(crate) text: &'static str,
}

/// Every step there is.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "tables", oldest_reader: 1, text: include_str!("../migrations/0001_tables.sql") },
    Migration {
        version: 2,
        name: "user identities",
        oldest_reader: 1,
        text: include_str!("../migrations/0002_user_identities.sql"),
    },
    Migration {
        version: 3,
        name: "hook events",
        oldest_reader: 1,
        text: include_str!("../migrations/0003_hook_events.sql"),
    },
    Migration {
        version: 4,
        name: "search and counts",
        oldest_reader: 1,
        text: include_str!("../migrations/0004_search_and_counts.sql"),
    },
    Migration {
        version: 5,
        name: "kept answers",
        oldest_reader: 1,
        text: include_str!("../migrations/0005_kept_answers.sql"),
    },
    Migration { version: 6, name: "activity", oldest_reader: 1, text: include_str!("../migrations/0006_activity.sql") },
    Migration {
        version: 7,
        name: "custom domains",
        oldest_reader: 1,
        text: include_str!("../migrations/0007_custom_domains.sql"),
    },
    Migration {
        version: 8,
        name: "record indexes",
        oldest_reader: 1,
        text: include_str!("../migrations/0008_record_indexes.sql"),
    },
    Migration {
        version: 9,
        name: "log totals",
        oldest_reader: 1,
        text: include_str!("../migrations/0009_log_totals.sql"),
    },
    Migration {
        version: 10,
        name: "trusted device times",
        oldest_reader: 1,
        text: include_str!("../migrations/0010_trusted_device_times.sql"),
    },
];

/// The lock under which schema and seeds are written.
const SCHEMA_LOCK: i64 = 0x6176_6f75_6368;

/// How a database stands to this binary.
#[derive(Clone, Debug)]
pub struct SchemaState {
    /// Version of the database; nothing if it has no tables of ours.
    pub applied: Option<i64>,
    /// Version that this binary brings.
    pub known: i64,
    /// The oldest version that can work on the database.
    pub oldest_reader: i64,
}

impl SchemaState {
    /// Steps that this binary would apply.
    pub fn pending(&self) -> impl Iterator<Item = &'static Migration> {
        let applied = self.applied.unwrap_or(0);
        MIGRATIONS.iter().filter(move |step| step.version > applied)
    }

    /// Whether the database is too new for this binary.
    pub fn is_too_new(&self) -> bool {
        self.oldest_reader > self.known
    }

    fn check(&self) -> Result<()> {
        if !self.is_too_new() {
            return Ok(());
        }
        Err(Error::Unavailable(format!(
            "its schema (version {}) needs a newer Avouch than this one, which knows version {}; start the newer binary",
            self.applied.unwrap_or(0),
            self.known
        )))
    }
}

impl Store {
    /// How the database stands to this binary; changes nothing.
    pub async fn schema_state(&self) -> Result<SchemaState> {
        let transaction = self.engine().begin().await?;
        self.state(&transaction).await
    }

    /// Brings the schema up to date and writes the seeds, unless another node has done it. Answers the state before.
    pub async fn migrate(&self, seeds: &SeedOptions) -> Result<SchemaState> {
        let transaction = self.engine().begin().await?;
        transaction.lock(SCHEMA_LOCK).await?;
        let before = self.state(&transaction).await?;
        before.check()?;
        if before.applied.is_none() {
            if self.has_table(&transaction, "tenants").await? {
                return Err(Error::Unavailable(
                    "it holds tables of another program; give Avouch a database of its own, or let it take over one of Logto \
                     1.42 with `avouch db adopt`"
                        .to_owned(),
                ));
            }
            transaction.script(BOOKKEEPING).await?;
        }
        for step in before.pending() {
            transaction.script(step.text).await?;
            record(&transaction, step, self.clock().now()).await?;
        }
        if before.applied.is_none() {
            seed::write(&transaction, seeds, self.sealing(), self.clock().now()).await?;
        }
        transaction.commit().await?;
        Ok(before)
    }

    async fn state(&self, transaction: &Transaction) -> Result<SchemaState> {
        let known = MIGRATIONS.iter().map(|step| step.version).max().unwrap_or(0);
        if !self.has_table(transaction, "avouch_migrations").await? {
            return Ok(SchemaState { applied: None, known, oldest_reader: 0 });
        }
        let sql = "select max(version), max(oldest_reader) from avouch_migrations";
        let rows = transaction.fetch::<(Option<i64>, Option<i64>)>(sql.into(), Vec::new()).await?;
        let (applied, oldest_reader) = rows.into_iter().next().unwrap_or((None, None));
        Ok(SchemaState { applied, known, oldest_reader: oldest_reader.unwrap_or(0) })
    }

    async fn has_table(&self, transaction: &Transaction, table: &'static str) -> Result<bool> {
        let sql = dialect::has_table(self.dialect());
        let rows = transaction.fetch::<(i64,)>(sql.into(), vec![Value::from(table)]).await?;
        Ok(!rows.is_empty())
    }
}

const BOOKKEEPING: &str = "create table avouch_migrations (
  version bigint not null,
  name varchar(128) not null,
  oldest_reader bigint not null,
  applied_at timestamptz not null,
  primary key (version)
);";

async fn record(transaction: &Transaction, step: &Migration, now: Timestamp) -> Result<()> {
    let sql = "insert into avouch_migrations (version, name, oldest_reader, applied_at) values ($1, $2, $3, $4)";
    let values =
        vec![Value::from(step.version), Value::from(step.name), Value::from(step.oldest_reader), Value::from(now)];
    transaction.execute(sql.into(), values).await.map(drop)
}
