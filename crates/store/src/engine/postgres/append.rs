//! Rows that every request adds are committed in groups: while one commit is under way, the next group gathers.

use std::collections::HashMap;
use std::sync::Arc;

use deadpool_postgres::{Object, Pool};
use futures_util::future::{join, join_all};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

use super::{error, pool_error};
use crate::engine::Append;
use crate::{Error, Result, Value};

/// Rows that may wait; past it a request is told to come back.
const QUEUE: usize = 8192;

/// Largest number of rows in one commit.
const LARGEST_GROUP: usize = 1024;

/// Commits under way at once: while the disk writes one, the next is on its way.
const COMMITS: usize = 2;

type Waiting = (Append, oneshot::Sender<Result<()>>);

/// The queue in front of the task that commits.
#[derive(Debug)]
pub(super) struct Appends {
    queue: mpsc::Sender<Waiting>,
}

impl Appends {
    pub(super) fn start(pool: &Pool) -> Self {
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
    while waiting.lock().await.recv_many(&mut group, LARGEST_GROUP).await > 0 {
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

fn is_about_a_row(failure: &Error) -> bool {
    match failure {
        Error::Unique { .. } | Error::ForeignKey | Error::Check { .. } | Error::TooLong | Error::InvalidValue => true,
        Error::Busy(_) | Error::TooSlow | Error::Unavailable(_) | Error::Corrupt(_) | Error::Driver(_) => false,
    }
}

async fn commit(pool: &Pool, appends: &[Append]) -> Result<()> {
    let client = pool.get().await.map_err(pool_error)?;
    let statements = prepare(&client, appends).await?;
    let sent = join_all(statements.iter().map(|(statement, columns)| execute(&client, statement, columns)));
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

async fn execute(client: &Object, statement: &Statement, columns: &[Vec<&Value>]) -> Result<()> {
    let columns: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
    client.execute(statement, &columns).await.map(drop).map_err(error)
}

/// A statement for each table, with its values by column.
async fn prepare<'a>(client: &Object, appends: &'a [Append]) -> Result<Vec<(Statement, Vec<Vec<&'a Value>>)>> {
    let mut tables: HashMap<(&str, &[&str]), Vec<Vec<&Value>>> = HashMap::new();
    for append in appends {
        let columns =
            tables.entry((append.table, append.columns)).or_insert_with(|| vec![Vec::new(); append.columns.len()]);
        for (column, value) in columns.iter_mut().zip(&append.row) {
            column.push(value);
        }
    }
    let mut statements = Vec::new();
    for ((table, names), columns) in tables {
        let names = names.join(", ");
        let shape = client.prepare_cached(&format!("select {names} from {table} where false")).await.map_err(error)?;
        let arrays: Vec<String> = shape
            .columns()
            .iter()
            .enumerate()
            .map(|(at, column)| format!("${}::{}[]", at + 1, column.type_().name()))
            .collect();
        let insert = format!("insert into {table} ({names}) select * from unnest({})", arrays.join(", "));
        statements.push((client.prepare_cached(&insert).await.map_err(error)?, columns));
    }
    Ok(statements)
}
