//! Keeps the index of users' words up to date, where the database does not do it by itself.

use std::time::Duration;

use avouch_store::Store;
use avouch_store::users::words;
use tokio::sync::watch;

/// How often it is looked whether there is something new.
const EVERY: Duration = Duration::from_secs(1);

/// Works until told to stop.
pub(crate) async fn run(store: Store, mut stopped: watch::Receiver<bool>) {
    loop {
        match words::take_in(&store).await {
            Ok(true) if !*stopped.borrow() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the index of users could not be brought up to date"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.changed() => return,
        }
    }
}
