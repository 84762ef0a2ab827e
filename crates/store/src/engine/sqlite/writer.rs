//! The one writer. Transactions that wait at the same time share a commit, and so the cost of making it durable.
//!
//! Each transaction is a savepoint inside the group's transaction: it can fail by itself, sees what the ones before it
//! did, and is answered only when the group is on the disk.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{error, execute, fetch, overloaded, stopped};
use crate::changes::Changes;
use crate::dialect;
use crate::engine::{Append, Sql, Statement};
use crate::row::FromRow;
use crate::{Error, Result, Value};

/// A group is committed when it has this many transactions, even if more are waiting.
const LARGEST_GROUP: usize = 256;

/// A group is committed when it is this old, even if more are waiting.
const LONGEST_GROUP: Duration = Duration::from_millis(10);

/// A transaction whose next statement does not come within this time is rolled back.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often the writer looks whether another process has written.
const LOOK: Duration = Duration::from_millis(100);

/// Is told whether it was done.
type Done = oneshot::Sender<Result<bool>>;
type Step = Box<dyn FnOnce(Result<&Connection>) + Send>;

/// What the writer is asked to do.
#[derive(Debug)]
pub(super) enum Command {
    /// Insert one row.
    Append(Append, Done),
    /// Run a transaction whose statements are all there.
    AtOnce(Vec<Statement>, Done),
    /// Run a transaction whose steps arrive one by one.
    Transaction(Receiver<Message>),
}

/// A step of a transaction.
pub(super) enum Message {
    Step(Step),
    Commit(Done),
}

/// A handle on a transaction; the writer serves it until it commits or is dropped.
#[derive(Debug)]
pub(crate) struct Transaction {
    steps: Sender<Message>,
}

impl Transaction {
    pub(super) fn begin(writer: &Sender<Command>) -> Result<Self> {
        let (steps, messages) = crossbeam_channel::bounded(1);
        writer.try_send(Command::Transaction(messages)).map_err(|_| overloaded())?;
        Ok(Self { steps })
    }

    async fn step<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        let (done, value) = oneshot::channel();
        let step: Step = Box::new(move |connection| {
            // Whoever asked may have gone away; the transaction then ends with it.
            drop(done.send(connection.and_then(work)));
        });
        self.steps.try_send(Message::Step(step)).map_err(|_| stopped())?;
        value.await.map_err(|_| stopped())?
    }

    pub(crate) async fn fetch<T: FromRow>(&self, sql: Sql, params: Vec<Value>) -> Result<Vec<T>> {
        self.step(move |connection| fetch(connection, &sql, &params)).await
    }

    pub(crate) async fn execute(&self, sql: Sql, params: Vec<Value>) -> Result<u64> {
        self.step(move |connection| execute(connection, &sql, &params)).await
    }

    pub(crate) async fn script(&self, text: &str) -> Result<()> {
        let text = dialect::sqlite_schema(text);
        self.step(move |connection| connection.execute_batch(&text).map_err(error)).await
    }

    pub(crate) async fn commit(self) -> Result<()> {
        let (done, committed) = oneshot::channel();
        self.steps.try_send(Message::Commit(done)).map_err(|_| stopped())?;
        committed.await.map_err(|_| stopped())?.map(drop)
    }
}

/// A group of transactions that will be committed together.
struct Group {
    opened: Instant,
    /// Whom to tell what, once the group is committed.
    waiting: Vec<(Done, bool)>,
}

/// Serves commands until every handle is gone.
pub(super) fn run(connection: &Connection, commands: &Receiver<Command>, changes: &Changes) {
    let mut seen = data_version(connection);
    loop {
        match commands.recv_timeout(LOOK) {
            Ok(command) => serve_group(connection, command, commands),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        // The number moves only when another process commits: `avouch bootstrap` beside a server, for instance.
        let now = data_version(connection);
        if now != seen {
            seen = now;
            changes.everything();
        }
    }
}

fn data_version(connection: &Connection) -> Option<i64> {
    connection.pragma_query_value(None, "data_version", |row| row.get(0)).ok()
}

fn serve_group(connection: &Connection, first: Command, commands: &Receiver<Command>) {
    let mut group = match begin(connection) {
        Ok(group) => group,
        Err(failure) => return refuse(first, &failure),
    };
    let mut next = Some(first);
    while let Some(command) = next.take() {
        serve(connection, command, &mut group);
        if group.waiting.len() < LARGEST_GROUP && group.opened.elapsed() < LONGEST_GROUP {
            next = commands.try_recv().ok();
        }
    }
    let outcome = connection.execute_batch("commit").map_err(error);
    if outcome.is_err() && !connection.is_autocommit() {
        // The group is lost either way; the connection must come out of it.
        drop(connection.execute_batch("rollback"));
    }
    for (done, stands) in group.waiting {
        let answer = match &outcome {
            Ok(()) => Ok(stands),
            Err(failure) => Err(Error::Unavailable(failure.to_string())),
        };
        drop(done.send(answer));
    }
}

fn begin(connection: &Connection) -> Result<Group> {
    connection.execute_batch("begin immediate").map_err(error)?;
    Ok(Group { opened: Instant::now(), waiting: Vec::new() })
}

/// Answers a command that could not be started.
fn refuse(command: Command, failure: &Error) {
    let failure = || Error::Busy(failure.to_string());
    match command {
        Command::Append(_, done) | Command::AtOnce(_, done) => drop(done.send(Err(failure()))),
        Command::Transaction(messages) => match messages.recv_timeout(PATIENCE) {
            Ok(Message::Step(step)) => step(Err(failure())),
            Ok(Message::Commit(done)) => drop(done.send(Err(failure()))),
            Err(_) => {}
        },
    }
}

fn serve(connection: &Connection, command: Command, group: &mut Group) {
    match command {
        Command::Append(append, done) => {
            // One statement is atomic by itself: no savepoint needed.
            match execute(connection, &insert(&append), &append.row) {
                Ok(_) => group.waiting.push((done, true)),
                Err(failure) => drop(done.send(Err(failure))),
            }
        }
        Command::AtOnce(statements, done) => match at_once(connection, &statements) {
            // What kept it from changing anything may be of this group: nobody else sees that before it is committed.
            Ok(stands) => group.waiting.push((done, stands)),
            Err(failure) => drop(done.send(Err(failure))),
        },
        Command::Transaction(messages) => {
            if let Some(done) = serve_transaction(connection, &messages) {
                group.waiting.push((done, true));
            }
        }
    }
}

/// Runs a transaction whose statements are all there; answers whether it stands.
fn at_once(connection: &Connection, statements: &[Statement]) -> Result<bool> {
    connection.execute_batch("savepoint tx").map_err(error)?;
    let outcome = run_all(connection, statements);
    let stands = matches!(outcome, Ok(true));
    let end = if stands { "release tx" } else { "rollback to tx; release tx" };
    connection.execute_batch(end).map_err(error)?;
    outcome
}

/// Runs statements until the first of them changes nothing or one fails.
fn run_all(connection: &Connection, statements: &[Statement]) -> Result<bool> {
    for (at, (sql, params)) in statements.iter().enumerate() {
        if execute(connection, sql, params)? == 0 && at == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Runs a transaction's steps; answers whom to tell when the group is committed.
fn serve_transaction(connection: &Connection, messages: &Receiver<Message>) -> Option<Done> {
    if let Err(failure) = connection.execute_batch("savepoint tx").map_err(error) {
        if let Ok(Message::Step(step)) = messages.recv_timeout(PATIENCE) {
            step(Err(failure));
        }
        return None;
    }
    loop {
        match messages.recv_timeout(PATIENCE) {
            Ok(Message::Step(step)) => step(Ok(connection)),
            Ok(Message::Commit(done)) => match connection.execute_batch("release tx").map_err(error) {
                Ok(()) => return Some(done),
                Err(failure) => {
                    drop(done.send(Err(failure)));
                    break;
                }
            },
            // Dropped, or silent for too long.
            Err(_) => break,
        }
    }
    if let Err(failure) = connection.execute_batch("rollback to tx; release tx") {
        tracing::error!(%failure, "a transaction could not be rolled back");
    }
    None
}

fn insert(append: &Append) -> String {
    let places: Vec<String> = (1..=append.columns.len()).map(|index| format!("${index}")).collect();
    format!("insert into {} ({}) values ({})", append.table, append.columns.join(", "), places.join(", "))
}
