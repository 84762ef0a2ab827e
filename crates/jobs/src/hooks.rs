//! Tells webhooks what happened, in order, until they have heard it.
//!
//! A webhook's events are taken by one node at a time, oldest first. What was told is removed after it was told: an
//! event is told at least once, also when the server dies in between. A receiver that fails is asked again later,
//! further and further apart, for a day; the webhooks of others do not wait for it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use avouch_domain::hooks::delivery;
use avouch_model::hooks::{Hook, HookConfig};
use avouch_outbound::{Answer, Client, Error};
use avouch_store::hooks::events::{self, Pending};
use avouch_store::{Change, Notice, Read as _, Store, Tenant, hooks, logs, tenants};
use serde_json::Value;
use tokio::sync::{Notify, Semaphore, watch};

/// How often it is looked for events that nobody told of, such as those to be tried again.
const EVERY: Duration = Duration::from_secs(5);

/// Webhooks that are told at once.
const AT_ONCE: usize = 10;

/// Events of a webhook that are taken together.
const BATCH: i64 = 100;

/// How long a batch may take before what was told is noted.
const LONGEST: Duration = Duration::from_secs(20);

/// How long a node has a webhook's events for itself, in milliseconds: a batch and one slow answer.
const LEASE: i64 = 60_000;

/// Seconds until an event is tried again, by how often it was tried.
const BACK_OFF: [i64; 8] = [30, 60, 300, 900, 1800, 3600, 7200, 14_400];

/// After so many tries an event is given up: about a day.
const MOST_TRIES: i64 = 12;

/// Tells until it is told to stop.
pub async fn run(store: Store, http: Client, mut stopped: watch::Receiver<bool>) {
    let wake = Arc::new(Notify::new());
    let ring = Arc::clone(&wake);
    store.changes().subscribe(move |notice| {
        if matches!(notice, Notice::Changed(Change::HookEvents(_)) | Notice::Everything) {
            ring.notify_one();
        }
    });
    let worker = Worker { store, http, busy: Arc::default(), places: Arc::new(Semaphore::new(AT_ONCE)), wake };
    loop {
        if let Err(error) = worker.look().await {
            tracing::warn!(%error, "webhooks could not be looked at");
        }
        tokio::select! {
            () = worker.wake.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Webhooks that are being told right now.
type Busy = Arc<Mutex<HashSet<String>>>;

#[derive(Clone)]
struct Worker {
    store: Store,
    http: Client,
    busy: Busy,
    places: Arc<Semaphore>,
    wake: Arc<Notify>,
}

impl Worker {
    /// Starts on every webhook that has something due.
    async fn look(&self) -> avouch_store::Result<()> {
        for id in tenants::list(&self.store).await? {
            let tenant = self.store.tenant(&id);
            for hook in events::due(&tenant, tenant.now()).await? {
                if !self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(hook.clone()) {
                    continue;
                }
                let (worker, tenant) = (self.clone(), tenant.clone());
                tokio::spawn(async move {
                    worker.tell(&tenant, &hook).await;
                    worker.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&hook);
                    worker.wake.notify_one();
                });
            }
        }
        Ok(())
    }

    async fn tell(&self, tenant: &Tenant, hook: &str) {
        let Ok(_place) = self.places.acquire().await else { return };
        if let Err(error) = self.batch(tenant, hook).await {
            tracing::warn!(%error, hook, "a webhook could not be told");
        }
    }

    /// Tells a webhook its oldest events until one fails.
    async fn batch(&self, tenant: &Tenant, id: &str) -> avouch_store::Result<()> {
        let tx = tenant.begin().await?;
        let pending = events::claim(&tx, id, tx.now().plus_millis(LEASE), BATCH).await?;
        let hook = hooks::get(&tx, id).await?;
        tx.commit().await?;
        let Some(hook) = hook else { return Ok(()) };
        let began = Instant::now();
        let (mut told, mut failed) = (Vec::new(), None);
        for event in pending {
            // A webhook that was switched off has nothing to hear.
            if !hook.enabled || self.deliver(tenant, &hook, &event).await? {
                told.push(event.id);
            } else {
                failed = Some(event);
                break;
            }
            if began.elapsed() >= LONGEST {
                break;
            }
        }
        let tx = tenant.begin().await?;
        if let Some(event) = failed {
            let attempts = event.attempts + 1;
            if gives_up(&hook, attempts) {
                told.push(event.id);
            } else {
                let index = usize::try_from(event.attempts).unwrap_or(usize::MAX);
                let seconds = BACK_OFF.get(index).or(BACK_OFF.last()).copied().unwrap_or_default();
                events::retry(&tx, &event.id, attempts, tx.now().plus_millis(seconds * 1000)).await?;
                events::delete(&tx, &told).await?;
                return tx.commit().await;
            }
        }
        events::delete(&tx, &told).await?;
        events::release(&tx, id).await?;
        tx.commit().await
    }

    /// Tells one event, and notes how that went; answers whether it succeeded.
    async fn deliver(&self, tenant: &Tenant, hook: &Hook, event: &Pending) -> avouch_store::Result<bool> {
        let payload: Value = serde_json::from_str(event.payload.text()).unwrap_or_default();
        let outcome = self.send(hook, &payload).await;
        let log = delivery::log(tenant.id(), &hook.id, &event.event, &payload, &outcome, tenant.now());
        logs::create(tenant, &log).await?;
        Ok(delivery::succeeded(&outcome))
    }

    async fn send(&self, hook: &Hook, payload: &Value) -> Result<Answer, Error> {
        let config: HookConfig = serde_json::from_str(hook.config.text()).map_err(|_| Error::Malformed)?;
        delivery::send(&self.http, &config, &hook.signing_key, payload).await
    }
}

/// Whether an event that failed so often is not tried again.
fn gives_up(hook: &Hook, attempts: i64) -> bool {
    let config: Option<HookConfig> = serde_json::from_str(hook.config.text()).ok();
    let never_again = config.and_then(|config| config.retries).is_some_and(|retries| retries.get() == 0);
    never_again || attempts >= MOST_TRIES
}
