//! Databases that live as long as a test.

use std::path::{Path, PathBuf};

use avouch_crypto::{Alphabet, random_text};
use tokio_postgres::NoTls;

use crate::template;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite,
    /// A database in the test cluster.
    Postgres,
}

/// A database of a test.
#[derive(Debug)]
pub enum Place {
    /// A folder with the file.
    Folder(PathBuf),
    /// A PostgreSQL URL, and that of the cluster's own database.
    Url {
        /// The test's database.
        url: String,
        /// Where it can be dropped from.
        cluster: String,
        /// Its name.
        name: String,
    },
}

impl Place {
    /// Makes an empty one.
    pub async fn make(kind: Database) -> Self {
        let name = test_name();
        match kind {
            Database::Sqlite => {
                let folder = std::env::temp_dir().join(name);
                std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
                Self::Folder(folder)
            }
            Database::Postgres => {
                let cluster = cluster();
                execute(&cluster, &format!("create database {name}")).await;
                Self::named(&cluster, name)
            }
        }
    }

    /// Makes one that a server with no settings of its own has prepared, or would at once.
    pub async fn prepared(kind: Database) -> Self {
        match kind {
            Database::Sqlite => Self::make(kind).await,
            Database::Postgres => {
                let (cluster, name) = (cluster(), test_name());
                template::copy(&cluster, &name).await;
                Self::named(&cluster, name)
            }
        }
    }

    /// A database of a cluster that is there.
    pub(crate) fn named(cluster: &str, name: String) -> Self {
        let (base, _) = cluster.rsplit_once('/').expect("the URL names a database");
        Self::Url { url: format!("{base}/{name}"), cluster: cluster.to_owned(), name }
    }

    /// The value of `DB_URL`.
    pub fn url(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite://{}", file(folder).display()),
            Self::Url { url, .. } => url.clone(),
        }
    }

    /// Runs a statement beside the server, for states that no operation makes.
    pub async fn execute(&self, sql: &str) {
        match self {
            Self::Folder(_) => panic!("statements beside the server are for PostgreSQL; use the store on SQLite"),
            Self::Url { url, .. } => execute(url, sql).await,
        }
    }
}

fn test_name() -> String {
    format!("avouch_test_{}", random_text(Alphabet::Lower, 12))
}

/// The URL of the cluster.
fn cluster() -> String {
    std::env::var("AVOUCH_TEST_POSTGRES")
        .expect("AVOUCH_TEST_POSTGRES names a PostgreSQL cluster; `make test` starts one and sets it")
}

fn file(folder: &Path) -> PathBuf {
    folder.join("avouch.db")
}

async fn execute(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the test cluster answers");
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.expect("the statement runs");
    drop(client);
    connection.await.expect("the connection ends").ok();
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Self::Url { cluster, name, .. } => {
                let (cluster, sql) = (cluster.clone(), format!("drop database if exists {name} with (force)"));
                // The test's own runtime may be ending: a thread of its own does not mind.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.expect("a runtime starts").block_on(execute(&cluster, &sql));
                });
                drop(dropped.join());
            }
        }
    }
}
