//! SQLite: one writer that commits in groups, and readers beside it.

mod functions;
mod writer;

use std::path::Path;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, ffi};
use tokio::sync::oneshot;

use super::{Append, Sql, Statement};
use crate::changes::Changes;
use crate::column::Column;
use crate::dialect;
use crate::row::{FromRow, Row};
use crate::{Error, Result, Value};

pub(crate) use writer::Transaction;

/// How long a statement waits for another process that writes.
const BUSY: Duration = Duration::from_secs(5);

/// Instructions between two looks at the clock, less than a millisecond.
const STEPS: i32 = 10_000;

/// Statements that each connection keeps prepared.
const PREPARED: usize = 128;

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// A database in a file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    readers: Sender<Job>,
    writer: Sender<writer::Command>,
}

impl Sqlite {
    /// Opens the file, and makes it if it is not there.
    pub(crate) fn open(path: &Path, readers: usize, changes: Changes) -> Result<Self> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let (writer, commands) = crossbeam_channel::bounded(4096);
        spawn("sqlite-writer", move || writer::run(&connection, &commands, &changes))?;

        let (readers_in, jobs) = crossbeam_channel::bounded::<Job>(4096);
        for _ in 0..readers.max(1) {
            let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            let set = connection.pragma_update(None, "query_only", true);
            set.map_err(error)?;
            let jobs = jobs.clone();
            spawn("sqlite-reader", move || {
                for job in jobs {
                    job(&connection);
                }
            })?;
        }
        Ok(Self { readers: readers_in, writer })
    }

    pub(crate) async fn fetch<T: FromRow>(&self, sql: Sql, params: Vec<Value>) -> Result<Vec<T>> {
        self.read(move |connection| fetch(connection, &sql, &params)).await
    }

    pub(crate) async fn fetch_within<T: FromRow>(
        &self,
        longest: Duration,
        sql: Sql,
        params: Vec<Value>,
    ) -> Result<Vec<T>> {
        self.read(move |connection| {
            let until = Instant::now() + longest;
            let is_over = move || Instant::now() > until;
            connection.progress_handler(STEPS, Some(is_over)).map_err(error)?;
            let rows = fetch(connection, &sql, &params);
            connection.progress_handler(STEPS, None::<fn() -> bool>).map_err(error)?;
            rows
        })
        .await
    }

    /// Reads in one of the threads for that.
    async fn read<T: Send + 'static>(&self, read: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        let (done, rows) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Whoever asked may have gone away.
            drop(done.send(read(connection)));
        });
        self.readers.try_send(job).map_err(|_| overloaded())?;
        rows.await.map_err(|_| stopped())?
    }

    pub(crate) fn begin(&self) -> Result<Transaction> {
        Transaction::begin(&self.writer)
    }

    pub(crate) async fn at_once(&self, statements: Vec<Statement>) -> Result<bool> {
        let (done, committed) = oneshot::channel();
        self.writer.try_send(writer::Command::AtOnce(statements, done)).map_err(|_| overloaded())?;
        committed.await.map_err(|_| stopped())?
    }

    pub(crate) async fn append(&self, append: Append) -> Result<()> {
        let (done, committed) = oneshot::channel();
        self.writer.try_send(writer::Command::Append(append, done)).map_err(|_| overloaded())?;
        committed.await.map_err(|_| stopped())?.map(drop)
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(drop).map_err(|error| Error::Unavailable(format!("no thread for {name}: {error}")))
}

fn overloaded() -> Error {
    Error::Busy("too many statements are waiting".to_owned())
}

fn stopped() -> Error {
    Error::Unavailable("the database thread has stopped".to_owned())
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(error)?;
    connection.busy_timeout(BUSY).map_err(error)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    let settings = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
                    pragma temp_store = memory; pragma cache_size = -4096; pragma trusted_schema = off;";
    connection.execute_batch(settings).map_err(error)?;
    functions::register(&connection).map_err(error)?;
    Ok(connection)
}

/// Runs a query and reads its rows.
fn fetch<T: FromRow>(connection: &Connection, sql: &str, params: &[Value]) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(&dialect::sqlite_query(sql)).map_err(error)?;
    let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(error)?;
    let mut values = Vec::new();
    while let Some(row) = rows.next().map_err(error)? {
        values.push(T::from_row(&Row::Sqlite(row))?);
    }
    Ok(values)
}

/// Runs a statement and counts the rows it changed.
fn execute(connection: &Connection, sql: &str, params: &[Value]) -> Result<u64> {
    let mut statement = connection.prepare_cached(&dialect::sqlite_query(sql)).map_err(error)?;
    let changed = statement.execute(rusqlite::params_from_iter(params)).map_err(error)?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

/// A column as SQLite has it.
pub(crate) fn column(value: ValueRef<'_>) -> Result<Column<'_>> {
    Ok(match value {
        ValueRef::Null => Column::Null,
        ValueRef::Integer(value) => Column::Int(value),
        ValueRef::Real(value) => Column::Real(value),
        ValueRef::Text(value) => {
            Column::Text(std::str::from_utf8(value).map_err(|_| Error::Corrupt("a text that is not UTF-8".to_owned()))?)
        }
        ValueRef::Blob(value) => Column::Bytes(value),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Bool(value) => ToSqlOutput::from(*value),
            Self::Int(value) => ToSqlOutput::from(*value),
            Self::Text(value) | Self::Json(value) => ToSqlOutput::from(value.as_str()),
            Self::Time(value) => ToSqlOutput::from(value.millis()),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Texts(values) => {
                let text = serde_json::to_string(values)
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
                ToSqlOutput::from(text)
            }
        })
    }
}

/// What an error of SQLite means.
fn error(error: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = &error else {
        return Error::Driver(error.to_string());
    };
    let message = message.as_deref().unwrap_or_default();
    match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            Error::Unique { constraint: dialect::sqlite_unique_name(message) }
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::ForeignKey,
        ffi::SQLITE_CONSTRAINT_CHECK if message.contains("length(") => Error::TooLong,
        ffi::SQLITE_CONSTRAINT_CHECK | ffi::SQLITE_CONSTRAINT_TRIGGER => {
            Error::Check { constraint: last_word(message) }
        }
        _ => match failure.code {
            ffi::ErrorCode::OperationInterrupted => Error::TooSlow,
            ffi::ErrorCode::DatabaseBusy | ffi::ErrorCode::DatabaseLocked => Error::Busy(message.to_owned()),
            ffi::ErrorCode::DiskFull
            | ffi::ErrorCode::CannotOpen
            | ffi::ErrorCode::SystemIoFailure
            | ffi::ErrorCode::ReadOnly
            | ffi::ErrorCode::PermissionDenied
            | ffi::ErrorCode::NotADatabase
            | ffi::ErrorCode::DatabaseCorrupt => Error::Unavailable(error.to_string()),
            _ => Error::Driver(error.to_string()),
        },
    }
}

fn last_word(message: &str) -> String {
    message.rsplit(' ').next().unwrap_or_default().to_owned()
}
