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
use tokio::task::JoinSet;

/// How often it is looked for events that nobody told of, such as those to be tried again.
const EVERY: Duration = Duration::from_secs(5);

/// Webhooks that are told at once. A receiver that hangs takes one of these places, and is then left alone for longer
/// than it hung.
const AT_ONCE: usize = 64;

/// Events of a webhook that are taken together.
const BATCH: i64 = 100;

/// How long a batch may take before what was told is noted.
const LONGEST: Duration = Duration::from_secs(3);

/// How long a node has a webhook's events for itself, in milliseconds: a batch, one slow answer and some air. When the
/// node dies, they wait for as long.
const LEASE: i64 = 20_000;

/// Seconds until an event is tried again, by how often it was tried: most failures are over in a moment.
const BACK_OFF: [u64; 9] = [1, 5, 30, 120, 600, 1800, 3600, 7200, 14_400];

/// After so many tries an event is given up: about a day.
const MOST_TRIES: i64 = 14;

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
        match self.batch(tenant, hook).await {
            Ok(None) => {}
            Ok(Some(again)) => {
                let wake = Arc::clone(&self.wake);
                tokio::spawn(async move {
                    tokio::time::sleep(again).await;
                    wake.notify_one();
                });
            }
            Err(error) => tracing::warn!(%error, hook, "a webhook could not be told"),
        }
    }

    /// Tells a webhook its oldest events until one fails; answers when that is to be tried again.
    async fn batch(&self, tenant: &Tenant, id: &str) -> avouch_store::Result<Option<Duration>> {
        let tx = tenant.begin().await?;
        let pending = events::claim(&tx, id, tx.now().plus_millis(LEASE), BATCH).await?;
        let hook = hooks::get(&tx, id).await?;
        tx.commit().await?;
        let Some(hook) = hook else { return Ok(None) };
        let (mut told, failed) = self.deliver_all(tenant, &hook, pending).await?;
        let tx = tenant.begin().await?;
        if let Some(event) = failed {
            let attempts = event.attempts + 1;
            if gives_up(&hook, attempts) {
                told.push(event.id);
            } else {
                let again = back_off(event.attempts);
                let millis = i64::try_from(again.as_millis()).unwrap_or(i64::MAX);
                events::retry(&tx, &event.id, attempts, tx.now().plus_millis(millis)).await?;
                events::delete(&tx, &told).await?;
                tx.commit().await?;
                return Ok(Some(again));
            }
        }
        events::delete(&tx, &told).await?;
        events::release(&tx, id).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// Tells one event after the other until one fails; answers those that were told, and the one that was not. How it
    /// went is noted beside the next delivery, and safe before this answers.
    async fn deliver_all(
        &self,
        tenant: &Tenant,
        hook: &Hook,
        pending: Vec<Pending>,
    ) -> avouch_store::Result<(Vec<String>, Option<Pending>)> {
        let began = Instant::now();
        let (mut told, mut failed, mut notes) = (Vec::new(), None, JoinSet::new());
        for event in pending {
            // A webhook that was switched off has nothing to hear.
            if hook.enabled {
                let payload: Value = serde_json::from_str(event.payload.text()).unwrap_or_default();
                let outcome = self.send(hook, &payload).await;
                let log = delivery::log(tenant.id(), &hook.id, &event.event, &payload, &outcome, tenant.now());
                let keeper = tenant.clone();
                notes.spawn(async move { logs::create(&keeper, &log).await });
                if !delivery::succeeded(&outcome) {
                    failed = Some(event);
                    break;
                }
            }
            told.push(event.id);
            if began.elapsed() >= LONGEST {
                break;
            }
        }
        for note in notes.join_all().await {
            note?;
        }
        Ok((told, failed))
    }

    async fn send(&self, hook: &Hook, payload: &Value) -> Result<Answer, Error> {
        let config: HookConfig = serde_json::from_str(hook.config.text()).map_err(|_| Error::Malformed)?;
        delivery::send(&self.http, &config, &hook.signing_key, payload).await
    }
}

/// How long to wait with an event that was tried so often before.
fn back_off(attempts: i64) -> Duration {
    let index = usize::try_from(attempts).unwrap_or(usize::MAX);
    Duration::from_secs(BACK_OFF.get(index).or(BACK_OFF.last()).copied().unwrap_or_default())
}

/// Whether an event that failed so often is not tried again.
fn gives_up(hook: &Hook, attempts: i64) -> bool {
    let config: Option<HookConfig> = serde_json::from_str(hook.config.text()).ok();
    let never_again = config.and_then(|config| config.retries).is_some_and(|retries| retries.get() == 0);
    never_again || attempts >= MOST_TRIES
}
