//! Takes away what is over, in every table that has such rows; and counts what is over.

use std::time::Duration;

use avouch_domain::dashboard;
use avouch_store::{Store, expired, logs, tenants};
use tokio::sync::watch;

/// How often it is done.
const EVERY: Duration = Duration::from_mins(5);

/// Rows that one transaction removes: little enough that nobody waits for it.
const AT_ONCE: i64 = 1000;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;

/// More audit entries than so many that nobody counted, such as those of a database that was taken over, are counted
/// when the server starts.
const FEW: i64 = 10_000;

/// Cleans until told to stop; audit entries go after so many days, if that is set.
pub(super) async fn run(store: Store, log_days: Option<i64>, mut stopped: watch::Receiver<bool>) {
    tokio::select! {
        noted = note_many(&store) => if let Err(error) = noted {
            tracing::warn!(%error, "audit entries could not be counted");
        },
        _ = stopped.changed() => return,
    }
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.changed() => return,
        }
        match clean(&store, log_days).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "expired records are gone"),
            Err(error) => tracing::warn!(%error, "expired records could not be removed"),
        }
        if let Err(error) = count(&store).await {
            tracing::warn!(%error, "active users and audit entries could not be counted");
        }
    }
}

async fn note_many(store: &Store) -> avouch_store::Result<()> {
    for tenant in tenants::list(store).await? {
        logs::totals::note_many(&store.tenant(&tenant), FEW).await?;
    }
    Ok(())
}

async fn count(store: &Store) -> avouch_domain::Result<()> {
    for tenant in tenants::list(store).await? {
        let tenant = store.tenant(&tenant);
        dashboard::count_ended(&tenant).await?;
        logs::totals::note(&tenant).await?;
    }
    Ok(())
}

/// Removes what is over; answers how many rows went.
pub(super) async fn clean(store: &Store, log_days: Option<i64>) -> avouch_store::Result<u64> {
    let mut all = 0;
    for tenant in tenants::list(store).await? {
        let tenant = store.tenant(&tenant);
        loop {
            let tx = tenant.begin().await?;
            let gone = expired::delete(&tx, tenant.now(), AT_ONCE).await?;
            let entries = match log_days {
                Some(days) => {
                    let before = tenant.now().plus_millis(-days.saturating_mul(DAY));
                    logs::delete_before(&tx, before, AT_ONCE).await?
                }
                None => 0,
            };
            tx.commit().await?;
            all += gone.rows + entries;
            if !gone.more && entries < AT_ONCE.unsigned_abs() {
                break;
            }
        }
    }
    Ok(all)
}
