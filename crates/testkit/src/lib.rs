//! A real server on a real database for tests: SQLite in a folder of its own, or a fresh database in the PostgreSQL
//! cluster that `AVOUCH_TEST_POSTGRES` names. What is made is gone with the server.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up must fail loudly"
)]

mod browser;
mod client;
mod database;
mod make;
mod provoked;
mod receiver;
mod server;
mod template;

pub use browser::Browser;
pub use client::{Answer, Client};
pub use database::{Database, Place};
pub use receiver::{Received, Receiver};
pub use server::{Node, STAND_IN, Server};

/// Runs a test on SQLite and on PostgreSQL: `on_both!(name, server, { … })` makes the tests `name::sqlite` and
/// `name::postgres`, each with a server of its own. With `held` before the name, the server's clock only goes on when
/// the test tells it to; with `with SETTINGS,` the server has these settings and such a clock. With `of` before the
/// name, the test gets the database's kind in place of a server, and starts its own.
#[macro_export]
macro_rules! on_both {
    (held $name:ident, $server:ident, $body:block) => {
        $crate::on_both!(@make held, $name, $server, $body);
    };
    (with $settings:expr, $name:ident, $server:ident, $body:block) => {
        $crate::on_both!(of $name, database, {
            let $server = $crate::Server::held_with(database, $settings).await;
            $body
        });
    };
    (of $name:ident, $database:ident, $body:block) => {
        $crate::on_both!(@tests $name, $database, $body);
    };
    ($name:ident, $server:ident, $body:block) => {
        $crate::on_both!(@make start, $name, $server, $body);
    };
    (@make $start:ident, $name:ident, $server:ident, $body:block) => {
        $crate::on_both!(@tests $name, database, {
            let $server = $crate::Server::$start(database).await;
            $body
        });
    };
    (@tests $name:ident, $database:ident, $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all of them")]
            use super::*;

            async fn run($database: $crate::Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::Database::Postgres).await;
            }
        }
    };
}
