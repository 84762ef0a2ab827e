//! What the machine can do at all: the most that a server could reach.

use std::sync::Arc;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use avouch_crypto::jose::{Curve, KeyKind, SigningKey};
use rusqlite::Connection;
use tokio_postgres::NoTls;

use crate::Failure;

const TIME: Duration = Duration::from_secs(2);

/// A limit of the machine that bounds a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// One ES384 signature a request.
    Signature,
    /// One row read by its identifier a request.
    Row,
    /// One Argon2 hash a flow.
    Argon2,
    /// Nothing but HTTP.
    None,
}

/// Operations a second on all cores together.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) signatures: f64,
    pub(crate) argon2: f64,
    pub(crate) rows: f64,
}

impl Limits {
    pub(crate) fn of(&self, limit: Limit) -> Option<f64> {
        match limit {
            Limit::Signature => Some(self.signatures),
            Limit::Row => Some(self.rows),
            Limit::Argon2 => Some(self.argon2),
            Limit::None => None,
        }
    }
}

/// Measures them.
pub(crate) async fn measure(db_url: Option<&str>) -> Result<Limits, Failure> {
    let key = Arc::new(SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P384))?)?);
    let signatures = on_all_cores(move || drop(key.sign(b"a token of the usual length would be some hundred bytes")));
    let params = Params::new(8192, 8, 1, None).map_err(|error| error.to_string())?;
    let argon2 = on_all_cores(move || {
        let mut out = [0_u8; 32];
        let hasher = Argon2::new(Algorithm::Argon2i, Version::V0x13, params.clone());
        let _ = hasher.hash_password_into(b"a password", b"sixteen bytes of", &mut out);
    });
    Ok(Limits { signatures, argon2, rows: rows(db_url).await? })
}

#[expect(clippy::cast_precision_loss, reason = "a count of operations is small")]
fn on_all_cores(work: impl Fn() + Clone + Send + 'static) -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let until = Instant::now() + TIME;
    let threads: Vec<_> = (0..cores)
        .map(|_| {
            let work = work.clone();
            std::thread::spawn(move || {
                let mut done = 0_u64;
                while Instant::now() < until {
                    work();
                    done += 1;
                }
                done
            })
        })
        .collect();
    let done: u64 = threads.into_iter().filter_map(|thread| thread.join().ok()).sum();
    done as f64 / TIME.as_secs_f64()
}

/// Rows of the table that is read.
const ROWS: i64 = 1000;

async fn rows(db_url: Option<&str>) -> Result<f64, Failure> {
    match db_url {
        Some(url) if url.starts_with("postgres") => rows_of_postgres(url).await,
        _ => rows_of_sqlite(),
    }
}

fn rows_of_sqlite() -> Result<f64, Failure> {
    let path = std::env::temp_dir().join(format!("avouch-bench-rows-{}.db", std::process::id()));
    let writer = Connection::open(&path)?;
    writer.execute_batch("pragma journal_mode = wal; create table bench (id integer primary key, body text)")?;
    for id in 0..ROWS {
        writer.execute("insert into bench values (?1, 'a row of some length, as a user or a role would be')", [id])?;
    }
    let readers = path.clone();
    let per_second = on_all_cores(move || {
        thread_local!(static READER: std::cell::OnceCell<Connection> = const { std::cell::OnceCell::new() });
        READER.with(|reader| {
            if reader.get().is_none()
                && let Ok(connection) = Connection::open(&readers)
            {
                drop(reader.set(connection));
            }
            let statement = reader.get().map(|reader| reader.prepare_cached("select body from bench where id = ?1"));
            if let Some(Ok(mut statement)) = statement {
                drop(statement.query_row([ROWS / 2], |row| row.get::<_, String>(0)));
            }
        });
    });
    drop(writer);
    std::fs::remove_file(&path)?;
    Ok(per_second)
}

/// Two connections a core, each with one query after the other.
#[expect(clippy::cast_precision_loss, reason = "a count of operations is small")]
async fn rows_of_postgres(url: &str) -> Result<f64, Failure> {
    let connect = async || -> Result<_, Failure> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    };
    let writer = connect().await?;
    writer
        .batch_execute(&format!(
            "create table avouch_bench as select id, repeat('a row', 10) as body from generate_series(1, {ROWS}) as id; \
             create unique index on avouch_bench (id)"
        ))
        .await?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let until = Instant::now() + TIME;
    let mut readers = Vec::new();
    for _ in 0..2 * cores {
        let client = connect().await?;
        let statement = client.prepare("select body from avouch_bench where id = $1").await?;
        readers.push(tokio::spawn(async move {
            let mut done = 0_u64;
            while Instant::now() < until && client.query_one(&statement, &[&500_i32]).await.is_ok() {
                done += 1;
            }
            done
        }));
    }
    let mut done = 0;
    for reader in readers {
        done += reader.await?;
    }
    writer.batch_execute("drop table avouch_bench").await?;
    Ok(done as f64 / TIME.as_secs_f64())
}
