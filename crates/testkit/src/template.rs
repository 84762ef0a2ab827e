//! A PostgreSQL database that a server has prepared once: copying it takes a fraction of preparing another.

use std::hash::{DefaultHasher, Hasher as _};
use std::time::SystemTime;

use avouch_crypto::Clock;
use tokio_postgres::{Client, NoTls, error::SqlState};

use crate::database::Place;
use crate::server::Node;

/// Key of the lock under which a template is made.
const LOCK: i64 = 7_305_421_906;

/// Makes the database `name` in a cluster, as a server that was never used leaves it.
pub(crate) async fn copy(cluster: &str, name: &str) {
    let (client, connection) = tokio_postgres::connect(cluster, NoTls).await.expect("the test cluster answers");
    let connection = tokio::spawn(connection);
    let (family, template) = names();
    let sql = format!("create database {name} template {template}");
    match client.batch_execute(&sql).await {
        Err(error) if error.code() == Some(&SqlState::INVALID_CATALOG_NAME) => {
            make(&client, cluster, &family, &template).await;
            client.batch_execute(&sql).await.expect("the template can be copied");
        }
        copied => copied.expect("the template can be copied"),
    }
    drop(client);
    connection.await.expect("the connection ends").ok();
}

/// What all templates of this program's builds begin with, and the name of this build's: migrations and seeds are part
/// of the program, so another build has another template.
fn names() -> (String, String) {
    let program = std::env::current_exe().expect("a program knows where it is");
    let file = program.metadata().expect("a program can be looked at");
    let built = file.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let family = format!("avouch_template_{:x}_", hash(&program));
    let template = format!("{family}{:x}", hash(&(built, file.len())));
    (family, template)
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Makes the template unless another test did meanwhile, and removes those of builds before.
async fn make(client: &Client, cluster: &str, family: &str, template: &str) {
    client.execute("select pg_advisory_lock($1)", &[&LOCK]).await.expect("the lock can be had");
    let sql = "select datname from pg_database where starts_with(datname, $1)";
    let found = client.query(sql, &[&family]).await.expect("databases are listed");
    let found: Vec<String> = found.iter().map(|row| row.get(0)).collect();
    if !found.iter().any(|name| name == template) {
        for old in found {
            client.batch_execute(&format!("drop database {old} with (force)")).await.expect("it can be dropped");
        }
        prepare(client, cluster, template).await;
    }
    client.execute("select pg_advisory_unlock($1)", &[&LOCK]).await.expect("the lock can be given back");
}

/// Has a server prepare a database under another name first: what is there under the template's is whole.
async fn prepare(client: &Client, cluster: &str, template: &str) {
    let unfinished = format!("making_{template}");
    let sql = format!("drop database if exists {unfinished} with (force)");
    client.batch_execute(&sql).await.expect("it can be dropped");
    client.batch_execute(&format!("create database {unfinished}")).await.expect("it can be made");
    let place = Place::named(cluster, unfinished.clone());
    Node::start(&place, &[], Clock::System).await.stop().await;
    // The pool's connections may end a moment after the server.
    let sql = format!(
        "alter database {unfinished} allow_connections false;
         select pg_terminate_backend(pid) from pg_stat_activity where datname = '{unfinished}'"
    );
    client.batch_execute(&sql).await.expect("connections can be ended");
    // Waits for those that are ending.
    client.batch_execute(&format!("alter database {unfinished} rename to {template}")).await.expect("it is renamed");
}
