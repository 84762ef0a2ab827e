//! Rows that every request adds are committed in groups: while one commit is under way, the next group gathers.

use std::collections::HashMap;

use deadpool_postgres::{Object, Pool};
use futures_util::future::try_join_all;
use tokio::sync::{mpsc, oneshot};

use super::{error, pool_error, references};
use crate::engine::Append;
use crate::{Error, Result, Value};

/// Rows that may wait; past it a request is told to come back.
const QUEUE: usize = 8192;

/// Largest number of rows in one statement; a power of two.
const WIDEST: usize = 64;

/// Largest number of rows in one commit.
const LARGEST_GROUP: usize = 1024;

type Waiting = (Append, oneshot::Sender<Result<()>>);

/// The queue in front of the task that commits.
#[derive(Debug)]
pub(super) struct Appends {
    queue: mpsc::Sender<Waiting>,
}

impl Appends {
    pub(super) fn start(pool: Pool) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(run(pool, waiting));
        Self { queue }
    }

    pub(super) async fn append(&self, append: Append) -> Result<()> {
        let (done, committed) = oneshot::channel();
        self.queue.try_send((append, done)).map_err(|_| Error::Busy("too many rows are waiting".to_owned()))?;
        committed.await.map_err(|_| Error::Unavailable("the writer has stopped".to_owned()))?
    }
}

async fn run(pool: Pool, mut waiting: mpsc::Receiver<Waiting>) {
    let mut group = Vec::new();
    while waiting.recv_many(&mut group, LARGEST_GROUP).await > 0 {
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
        Error::Busy(_) | Error::Unavailable(_) | Error::Corrupt(_) | Error::Driver(_) => false,
    }
}

async fn commit(pool: &Pool, appends: &[Append]) -> Result<()> {
    let client = pool.get().await.map_err(pool_error)?;
    let mut tables: HashMap<(&str, &[&str]), Vec<&[Value]>> = HashMap::new();
    for append in appends {
        tables.entry((append.table, append.columns)).or_default().push(&append.row);
    }
    let single = tables.len() == 1 && appends.len().is_power_of_two() && appends.len() <= WIDEST;
    if single {
        // One statement is its own transaction.
        return insert_all(&client, tables).await;
    }
    client.batch_execute("begin").await.map_err(error)?;
    let outcome = match insert_all(&client, tables).await {
        Ok(()) => client.batch_execute("commit").await.map_err(error),
        Err(failure) => Err(failure),
    };
    if outcome.is_err() && client.batch_execute("rollback").await.is_err() {
        drop(Object::take(client));
    }
    outcome
}

/// Sends every statement at once; the answers come back in order.
async fn insert_all(client: &Object, tables: HashMap<(&str, &[&str]), Vec<&[Value]>>) -> Result<()> {
    let mut statements = Vec::new();
    for ((table, columns), rows) in tables {
        let mut rows = rows.as_slice();
        while !rows.is_empty() {
            // Widths are powers of two, so that few statements are ever prepared.
            let width = (1 << rows.len().ilog2()).min(WIDEST);
            let (now, later) = rows.split_at(width);
            statements.push((insert(table, columns, width), now.concat()));
            rows = later;
        }
    }
    let sent = statements.iter().map(|(sql, values)| async move {
        let statement = client.prepare_cached(sql).await.map_err(error)?;
        client.execute(&statement, &references(values)).await.map_err(error)
    });
    try_join_all(sent).await.map(drop)
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
