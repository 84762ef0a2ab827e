//! The two engines behind one face: fetch rows, run a transaction, append.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::borrow::Cow;
use std::time::Duration;

use crate::row::FromRow;
use crate::{Result, Value};

/// The text of a statement, in the words of PostgreSQL.
pub(crate) type Sql = Cow<'static, str>;

/// A statement with its parameters.
pub(crate) type Statement = (Sql, Vec<Value>);

/// Rows for one table that are committed together with those of other requests.
#[derive(Debug)]
pub(crate) struct Append {
    /// Table.
    pub(crate) table: &'static str,
    /// Columns.
    pub(crate) columns: &'static [&'static str],
    /// Values of one row.
    pub(crate) row: Vec<Value>,
}

/// A database.
#[derive(Debug)]
pub(crate) enum Engine {
    /// A file of our own.
    Sqlite(sqlite::Sqlite),
    /// A server.
    Postgres(postgres::Postgres),
}

impl Engine {
    pub(crate) async fn fetch<T: FromRow>(&self, sql: Sql, params: Vec<Value>) -> Result<Vec<T>> {
        check(&params)?;
        match self {
            Self::Sqlite(engine) => engine.fetch(sql, params).await,
            Self::Postgres(engine) => engine.fetch(&sql, &params).await,
        }
    }

    /// The same, given up when it takes longer.
    pub(crate) async fn fetch_within<T: FromRow>(
        &self,
        longest: Duration,
        sql: Sql,
        params: Vec<Value>,
    ) -> Result<Vec<T>> {
        check(&params)?;
        match self {
            Self::Sqlite(engine) => engine.fetch_within(longest, sql, params).await,
            Self::Postgres(engine) => engine.fetch_within(longest, &sql, &params).await,
        }
    }

    pub(crate) async fn begin(&self) -> Result<Transaction> {
        match self {
            Self::Sqlite(engine) => engine.begin().map(Transaction::Sqlite),
            Self::Postgres(engine) => engine.begin().await.map(Transaction::Postgres),
        }
    }

    /// Runs statements as one transaction that is sent at once. The first must change a row; where it does not, nothing
    /// is done, and the answer is no.
    pub(crate) async fn at_once(&self, statements: Vec<Statement>) -> Result<bool> {
        statements.iter().try_for_each(|(_, params)| check(params))?;
        match self {
            Self::Sqlite(engine) => engine.at_once(statements).await,
            Self::Postgres(engine) => engine.at_once(&statements).await,
        }
    }

    /// Inserts a row and waits until it is safely committed, in one commit with others that wait at the time.
    pub(crate) async fn append(&self, append: Append) -> Result<()> {
        check(&append.row)?;
        match self {
            Self::Sqlite(engine) => engine.append(append).await,
            Self::Postgres(engine) => engine.append(append).await,
        }
    }
}

/// A transaction on either engine; dropped without a commit, it is rolled back.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it lives on the stack of one request, and is not copied")]
pub(crate) enum Transaction {
    Sqlite(sqlite::Transaction),
    Postgres(postgres::Transaction),
}

impl Transaction {
    pub(crate) async fn fetch<T: FromRow>(&self, sql: Sql, params: Vec<Value>) -> Result<Vec<T>> {
        check(&params)?;
        match self {
            Self::Sqlite(transaction) => transaction.fetch(sql, params).await,
            Self::Postgres(transaction) => transaction.fetch(&sql, &params).await,
        }
    }

    pub(crate) async fn execute(&self, sql: Sql, params: Vec<Value>) -> Result<u64> {
        check(&params)?;
        match self {
            Self::Sqlite(transaction) => transaction.execute(sql, params).await,
            Self::Postgres(transaction) => transaction.execute(&sql, &params).await,
        }
    }

    /// Runs several statements of a migration.
    pub(crate) async fn script(&self, text: &str) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.script(text).await,
            Self::Postgres(transaction) => transaction.script(text).await,
        }
    }

    /// Waits until no other transaction holds the lock of this number, on any node.
    pub(crate) async fn lock(&self, number: i64) -> Result<()> {
        match self {
            // The one writer of the file holds every lock.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction) => transaction.lock(number).await,
        }
    }

    /// Tells the other nodes, with the commit.
    pub(crate) async fn notify(&self, payload: &str) -> Result<()> {
        match self {
            // There is one node; commands beside it are noticed by the writer.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(transaction) => transaction.notify(payload).await,
        }
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }
}

fn check(params: &[Value]) -> Result<()> {
    params.iter().try_for_each(Value::check)
}
