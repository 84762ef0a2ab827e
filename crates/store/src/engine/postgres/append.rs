//! Rows that every request adds are committed in groups: while one commit is under way, the next group gathers.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use futures_util::future::{join, join_all};
use tokio::sync::{Mutex, mpsc, oneshot};

use tokio_postgres::Statement;

use super::{error, pool_error, references};
use crate::engine::Append;
use crate::{Error, Result, Value};

/// Rows that may wait; past it a request is told to come back.
const QUEUE: usize = 8192;

/// Largest number of rows in one statement; a power of two.
const WIDEST: usize = 64;

/// Largest number of rows in one commit.
const LARGEST_GROUP: usize = 1024;

/// Commits under way at once: while the disk writes one, the next is on its way.
const COMMITS: usize = 2;

/// Where several rows come at once, more are about to: one commit for all of them costs a fraction of several.
const GATHER: Duration = Duration::from_millis(2);

/// Rows at once that make it worth to gather.
const BUSY: usize = 3;

type Waiting = (Append, oneshot::Sender<Result<()>>);

/// The queue in front of the task that commits.
#[derive(Debug)]
pub(super) struct Appends {
    queue: mpsc::Sender<Waiting>,
}

impl Appends {
    pub(super) fn start(pool: Pool) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..COMMITS {
            tokio::spawn(run(pool.clone(), Arc::clone(&waiting)));
        }
        Self { queue }
    }

    pub(super) async fn append(&self, append: Append) -> Result<()> {
        let (done, committed) = oneshot::channel();
        self.queue.try_send((append, done)).map_err(|_| Error::Busy("too many rows are waiting".to_owned()))?;
        committed.await.map_err(|_| Error::Unavailable("the writer has stopped".to_owned()))?
    }
}

async fn run(pool: Pool, waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>) {
    let mut group = Vec::new();
    while gather(&waiting, &mut group).await > 0 {
        let (appends, done): (Vec<_>, Vec<_>) = group.drain(..).unzip();
        match commit(&pool, &appends).await {
            Ok(()) => {
                for done in done {
                    drop(done.send(Ok(())));
                }
            }
            Err(failure) if appends.len() == 1 || !is_about_a_row(&failure) => {
                for done in done {
                    drop(done.send(Err(Error::Unavailable(failure.to_string()))));
                }
            }
            // One row spoiled the group: the others must not suffer for it.
            Err(_) => {
                for (append, done) in appends.into_iter().zip(done) {
                    drop(done.send(commit(&pool, std::slice::from_ref(&append)).await));
                }
            }
        }
    }
}

/// Takes the rows of the next group; none when the queue is closed.
async fn gather(waiting: &Mutex<mpsc::Receiver<Waiting>>, group: &mut Vec<Waiting>) -> usize {
    // Held while gathering, so that one group gathers at a time.
    let mut waiting = waiting.lock().await;
    let first = waiting.recv_many(group, LARGEST_GROUP).await;
    if first >= BUSY {
        tokio::time::sleep(GATHER).await;
        while group.len() < LARGEST_GROUP {
            match waiting.try_recv() {
                Ok(more) => group.push(more),
                Err(_) => break,
            }
        }
    }
    group.len()
}

fn is_about_a_row(failure: &Error) -> bool {
    match failure {
        Error::Unique { .. } | Error::ForeignKey | Error::Check { .. } | Error::TooLong | Error::InvalidValue => true,
        Error::Busy(_) | Error::Unavailable(_) | Error::Corrupt(_) | Error::Driver(_) => false,
    }
}

async fn commit(pool: &Pool, appends: &[Append]) -> Result<()> {
    let client = pool.get().await.map_err(pool_error)?;
    let mut tables: HashMap<(&str, &[&str]), Vec<&[Value]>> = HashMap::new();
    for append in appends {
        tables.entry((append.table, append.columns)).or_default().push(&append.row);
    }
    let statements = prepare(&client, tables).await?;
    let sent = join_all(statements.iter().map(|(statement, values)| execute(&client, statement, values)));
    if statements.len() == 1 {
        // One statement is its own transaction.
        return sent.await.into_iter().collect();
    }
    // All of it is sent at once, in order. A commit after a failed statement is a rollback.
    let begun = async { client.batch_execute("begin").await.map_err(error) };
    let committed = async { client.batch_execute("commit").await.map_err(error) };
    let (begun, (inserted, committed)) = join(begun, join(sent, committed)).await;
    let outcome = begun.and_then(|()| inserted.into_iter().collect::<Result<()>>()).and(committed);
    if outcome.as_ref().is_err_and(|failure| !is_about_a_row(failure)) {
        // Whatever state the connection is in, nobody should get it again.
        drop(Object::take(client));
    }
    outcome
}

async fn execute(client: &Object, statement: &Statement, values: &[Value]) -> Result<()> {
    client.execute(statement, &references(values)).await.map(drop).map_err(error)
}

/// The statements of a group with their values. Widths are powers of two, so that few are ever prepared.
async fn prepare(client: &Object, tables: HashMap<(&str, &[&str]), Vec<&[Value]>>) -> Result<Vec<(Statement, Vec<Value>)>> {
    let mut statements = Vec::new();
    for ((table, columns), rows) in tables {
        let mut rows = rows.as_slice();
        while !rows.is_empty() {
            let width = (1 << rows.len().ilog2()).min(WIDEST);
            let (now, later) = rows.split_at(width);
            let statement = client.prepare_cached(&insert(table, columns, width)).await.map_err(error)?;
            statements.push((statement, now.concat()));
            rows = later;
        }
    }
    Ok(statements)
}

fn insert(table: &str, columns: &[&str], width: usize) -> String {
    let mut sql = format!("insert into {table} ({}) values ", columns.join(", "));
    for row in 0..width {
        let places: Vec<String> = (1..=columns.len()).map(|column| format!("${}", row * columns.len() + column)).collect();
        sql.push_str(if row > 0 { ", (" } else { "(" });
        sql.push_str(&places.join(", "));
        sql.push(')');
    }
    sql
}
