//! PostgreSQL: a pool, prepared statements, commits in groups for what every request appends.

mod append;
mod bind;
mod listen;
mod tls;
mod url;

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Timeouts};
use futures_util::future::{join, join_all, try_join_all};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

use super::{Append, Statement};
use crate::changes::Changes;
use crate::dialect;
use crate::row::{FromRow, Row};
use crate::{Error, Result, Value};

pub(crate) use listen::CHANNEL;

/// How long a request waits for a connection before it is told to come back.
const WAIT: Duration = Duration::from_secs(3);

/// A database on a server.
#[derive(Debug)]
pub(crate) struct Postgres {
    pool: Pool,
    /// Fewer transactions than connections: what one in a transaction reads beside it, as caches do, always gets a
    /// connection in the end, so no circle of waiting can close.
    transactions: Arc<Semaphore>,
    appends: append::Appends,
    /// For telling the server to stop, on a connection of its own.
    trust: url::Trust,
}

impl Postgres {
    /// Prepares the pool, and listens for what other nodes change.
    pub(crate) fn open(address: &str, size: usize, changes: Changes) -> Result<Self> {
        let (mut config, trust) = url::parse(address)?;
        config
            .application_name("avouch")
            .connect_timeout(Duration::from_secs(3))
            .keepalives_idle(Duration::from_secs(30));
        let tls = tls::connector(&trust)?;
        let manager = Manager::from_config(
            config.clone(),
            tls.clone(),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let size = size.max(2);
        let pool = Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: Some(WAIT), create: Some(WAIT), recycle: Some(WAIT) })
            .build()
            .map_err(|error| Error::Driver(error.to_string()))?;
        listen::start(config, tls, changes);
        let transactions = Arc::new(Semaphore::new(size - (size / 4).max(1)));
        Ok(Self { appends: append::Appends::start(&pool), transactions, pool, trust })
    }

    async fn client(&self) -> Result<Object> {
        self.pool.get().await.map_err(pool_error)
    }

    pub(crate) async fn fetch<T: FromRow>(&self, sql: &str, params: &[Value]) -> Result<Vec<T>> {
        let client = self.client().await?;
        fetch(&client, sql, params).await
    }

    pub(crate) async fn fetch_within<T: FromRow>(
        &self,
        longest: Duration,
        sql: &str,
        params: &[Value],
    ) -> Result<Vec<T>> {
        let client = self.client().await?;
        if let Ok(rows) = tokio::time::timeout(longest, fetch(&client, sql, params)).await {
            return rows;
        }
        let stop = client.cancel_token();
        // Its answer is still to come: nobody else should get it.
        drop(Object::take(client));
        if let Err(failure) = stop.cancel_query(tls::connector(&self.trust)?).await {
            tracing::warn!(error = %with_cause(&failure), "a slow statement could not be stopped");
        }
        Err(Error::TooSlow)
    }

    pub(crate) async fn begin(&self) -> Result<Transaction> {
        let transaction = self.reserve().await?;
        transaction.client()?.batch_execute("begin").await.map_err(error)?;
        Ok(transaction)
    }

    /// Waits for the two ways there and back that a transaction needs whose statements are all there.
    pub(crate) async fn at_once(&self, statements: &[Statement]) -> Result<bool> {
        let mut transaction = self.reserve().await?;
        let client = transaction.client()?;
        let prepared = try_join_all(statements.iter().map(|(sql, _)| client.prepare_cached(sql)));
        let prepared = prepared.await.map_err(error)?;
        let mut sent = prepared
            .iter()
            .zip(statements)
            .map(async |(statement, (_, params))| client.execute(statement, &references(params)).await.map_err(error));
        let Some(first) = sent.next() else { return Ok(true) };
        let (begun, changed) = join(client.batch_execute("begin"), first).await;
        begun.map_err(error)?;
        if changed? == 0 {
            return Ok(false);
        }
        // A commit after a failed statement is a rollback.
        let (done, committed) = join(join_all(sent), client.batch_execute("commit")).await;
        done.into_iter().collect::<Result<Vec<_>>>()?;
        committed.map_err(error)?;
        transaction.client = None;
        Ok(true)
    }

    /// A connection for a transaction.
    async fn reserve(&self) -> Result<Transaction> {
        let turn = tokio::time::timeout(WAIT, Arc::clone(&self.transactions).acquire_owned());
        let turn = turn.await.map_err(|_| Error::Busy("no transaction ended in time".to_owned()))?;
        let turn = turn.map_err(|_| Error::Unavailable("the database is closed".to_owned()))?;
        let client = self.client().await?;
        Ok(Transaction { client: Some(client), turn: Some(turn) })
    }

    pub(crate) async fn append(&self, append: Append) -> Result<()> {
        self.appends.append(append).await
    }
}

async fn fetch<T: FromRow>(client: &Object, sql: &str, params: &[Value]) -> Result<Vec<T>> {
    let statement = client.prepare_cached(sql).await.map_err(error)?;
    let rows = client.query(&statement, &references(params)).await.map_err(error)?;
    rows.iter().map(|row| T::from_row(&Row::Postgres(row))).collect()
}

fn references(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// A transaction on one connection.
#[derive(Debug)]
pub(crate) struct Transaction {
    /// Gone once committed.
    client: Option<Object>,
    /// Goes back after the connection.
    turn: Option<OwnedSemaphorePermit>,
}

impl Transaction {
    fn client(&self) -> Result<&Object> {
        self.client.as_ref().ok_or_else(|| Error::Driver("the transaction is over".to_owned()))
    }

    pub(crate) async fn fetch<T: FromRow>(&self, sql: &str, params: &[Value]) -> Result<Vec<T>> {
        fetch(self.client()?, sql, params).await
    }

    pub(crate) async fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await.map_err(error)?;
        client.execute(&statement, &references(params)).await.map_err(error)
    }

    pub(crate) async fn script(&self, text: &str) -> Result<()> {
        self.client()?.batch_execute(&dialect::postgres_schema(text)).await.map_err(error)
    }

    pub(crate) async fn lock(&self, number: i64) -> Result<()> {
        let statement = format!("select pg_advisory_xact_lock({number})");
        self.client()?.batch_execute(&statement).await.map_err(error)
    }

    pub(crate) async fn notify(&self, payload: &str) -> Result<()> {
        self.execute("select pg_notify($1, $2)", &[Value::from(CHANNEL), Value::from(payload)]).await.map(drop)
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        self.client()?.batch_execute("commit").await.map_err(error)?;
        self.client = None;
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let (Some(client), Ok(runtime)) = (self.client.take(), tokio::runtime::Handle::try_current()) else { return };
        let turn = self.turn.take();
        runtime.spawn(async move {
            let _turn = turn;
            if client.batch_execute("rollback").await.is_err() {
                // Whatever state the connection is in, nobody should get it again.
                drop(Object::take(client));
            }
        });
    }
}

fn pool_error(failure: PoolError) -> Error {
    match failure {
        PoolError::Backend(failure) => error(failure),
        PoolError::Timeout(_) => Error::Busy("no connection became free in time".to_owned()),
        other => Error::Unavailable(other.to_string()),
    }
}

/// What an error of PostgreSQL means.
fn error(failure: tokio_postgres::Error) -> Error {
    let Some(db) = failure.as_db_error() else {
        // Not an answer of the server: the connection, or a value that does not fit its parameter.
        let detail = with_cause(&failure);
        return if failure.is_closed() || failure.to_string().contains("connect") || is_io(&failure) {
            Error::Unavailable(detail)
        } else {
            Error::Driver(detail)
        };
    };
    let constraint = || db.constraint().unwrap_or_default().to_owned();
    let code = db.code();
    match *code {
        SqlState::UNIQUE_VIOLATION => Error::Unique { constraint: constraint() },
        SqlState::FOREIGN_KEY_VIOLATION => Error::ForeignKey,
        SqlState::CHECK_VIOLATION => Error::Check { constraint: constraint() },
        SqlState::STRING_DATA_RIGHT_TRUNCATION => Error::TooLong,
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::LOCK_NOT_AVAILABLE
        | SqlState::QUERY_CANCELED
        | SqlState::TOO_MANY_CONNECTIONS => Error::Busy(db.message().to_owned()),
        _ => match code.code().get(..2) {
            // Connection exceptions, resources, operator intervention (a restart), authorization.
            Some("08" | "53" | "57" | "28" | "3D") => Error::Unavailable(db.message().to_owned()),
            Some("22") => Error::InvalidValue,
            _ => Error::Driver(format!("{}: {}", code.code(), db.message())),
        },
    }
}

fn is_io(failure: &tokio_postgres::Error) -> bool {
    std::error::Error::source(failure).is_some_and(<dyn std::error::Error + 'static>::is::<std::io::Error>)
}

fn with_cause(failure: &tokio_postgres::Error) -> String {
    match std::error::Error::source(failure) {
        Some(cause) => format!("{failure}: {cause}"),
        None => failure.to_string(),
    }
}
