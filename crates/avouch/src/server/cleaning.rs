//! Takes away what is over: records of the provider, what users proved, and kept answers, whose time has
//! passed; and counts what is over.

use std::time::Duration;

use avouch_domain::dashboard;
use avouch_store::{Store, kept_answers, oidc_model_instances, tenants, verification_records};
use tokio::sync::watch;

/// How often it is done.
const EVERY: Duration = Duration::from_mins(5);

/// Rows that one transaction removes: little enough that nobody waits for it.
const AT_ONCE: i64 = 1000;

/// Cleans until told to stop.
pub(super) async fn run(store: Store, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.changed() => return,
        }
        match clean(&store).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "expired records are gone"),
            Err(error) => tracing::warn!(%error, "expired records could not be removed"),
        }
        if let Err(error) = count(&store).await {
            tracing::warn!(%error, "active users could not be counted");
        }
    }
}

async fn count(store: &Store) -> avouch_domain::Result<()> {
    for tenant in tenants::list(store).await? {
        dashboard::count_ended(&store.tenant(&tenant)).await?;
    }
    Ok(())
}

async fn clean(store: &Store) -> avouch_store::Result<u64> {
    let mut all = 0;
    for tenant in tenants::list(store).await? {
        let tenant = store.tenant(&tenant);
        loop {
            let tx = tenant.begin().await?;
            let records = oidc_model_instances::delete_expired(&tx, tenant.now(), AT_ONCE).await?;
            let proofs = verification_records::delete_expired(&tx, tenant.now(), AT_ONCE).await?;
            let answers = kept_answers::delete_expired(&tx, tenant.now(), AT_ONCE).await?;
            tx.commit().await?;
            all += records + proofs + answers;
            if records.max(proofs).max(answers) < AT_ONCE.unsigned_abs() {
                break;
            }
        }
    }
    Ok(all)
}
