//! Lets the database learn about its own tables while they grow.

use std::time::Duration;

use avouch_store::{Store, statistics};
use tokio::sync::watch;

/// How often it is looked whether there is something to learn.
const EVERY: Duration = Duration::from_secs(1);

/// Works until told to stop.
pub(super) async fn run(store: Store, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.changed() => return,
        }
        match statistics::learn(&store).await {
            Ok(0) => {}
            Ok(tables) => tracing::debug!(tables, "tables whose statistics are new"),
            Err(error) => tracing::warn!(%error, "the database could not learn about its tables"),
        }
    }
}
