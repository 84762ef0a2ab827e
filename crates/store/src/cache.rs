//! Immutable values kept in the process, bounded, forgotten exactly when what they were made of changes.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Result;
use crate::changes::{Change, Changes, Notice};

/// A cache of values that are loaded from the store.
#[derive(Debug)]
pub struct Cache<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static> {
    values: moka::sync::Cache<K, Arc<V>>,
    /// Counts what was forgotten: a value loaded before a change must not be kept after it.
    generation: Arc<AtomicU64>,
    changes: Changes,
}

impl<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static> Clone for Cache<K, V> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), generation: Arc::clone(&self.generation), changes: self.changes.clone() }
    }
}

impl<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static> Cache<K, V> {
    /// A cache of at most `capacity` values; `key_of` says which value a change concerns.
    pub fn new(
        changes: &Changes,
        capacity: u64,
        key_of: impl Fn(&Change) -> Option<K> + Send + Sync + 'static,
    ) -> Self {
        let values = moka::sync::Cache::new(capacity);
        let generation = Arc::new(AtomicU64::new(0));
        let cache = Self { values, generation, changes: changes.clone() };
        let (values, generation) = (cache.values.clone(), Arc::clone(&cache.generation));
        changes.subscribe(move |notice| {
            let key = match notice {
                Notice::Changed(change) => match key_of(change) {
                    Some(key) => Some(key),
                    None => return,
                },
                Notice::Everything => None,
            };
            generation.fetch_add(1, Ordering::SeqCst);
            match key {
                Some(key) => values.invalidate(&key),
                None => values.invalidate_all(),
            }
        });
        cache
    }

    /// Forgets every value when a change is one of those that `concerns` answers for.
    pub fn forget_all_on(&self, changes: &Changes, concerns: impl Fn(&Change) -> bool + Send + Sync + 'static) {
        let (values, generation) = (self.values.clone(), Arc::clone(&self.generation));
        changes.subscribe(move |notice| {
            if matches!(notice, Notice::Changed(change) if concerns(change)) {
                generation.fetch_add(1, Ordering::SeqCst);
                values.invalidate_all();
            }
        });
    }

    /// Forgets one value.
    pub fn forget(&self, key: &K) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.values.invalidate(key);
    }

    /// The value of `key`, from the cache or from `load`. What does not exist is asked for anew each time.
    pub async fn get(&self, key: K, load: impl Future<Output = Result<Option<V>>> + Send) -> Result<Option<Arc<V>>> {
        if self.changes.is_suspended() {
            return Ok(load.await?.map(Arc::new));
        }
        if let Some(value) = self.values.get(&key) {
            return Ok(Some(value));
        }
        let before = self.generation.load(Ordering::SeqCst);
        let Some(value) = load.await?.map(Arc::new) else { return Ok(None) };
        if self.generation.load(Ordering::SeqCst) == before && !self.changes.is_suspended() {
            self.put(key, &value, before);
        }
        Ok(Some(value))
    }

    fn put(&self, key: K, value: &Arc<V>, before: u64) {
        let entry = self.values.entry(key).or_insert(Arc::clone(value));
        // A change between the look and the insertion found nothing to forget.
        if self.generation.load(Ordering::SeqCst) != before {
            self.values.invalidate(entry.key());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use avouch_model::TenantId;

    use super::Cache;
    use crate::changes::{Change, Changes};

    fn keys(changes: &Changes) -> Cache<TenantId, usize> {
        Cache::new(changes, 10, |change| match change {
            Change::Keys(tenant) => Some(tenant.clone()),
            _ => None,
        })
    }

    #[tokio::test]
    async fn forgets_exactly_what_changed() {
        let changes = Changes::default();
        let cache = keys(&changes);
        let loads = AtomicUsize::new(0);
        let get = |tenant: &'static str| {
            let (cache, loads) = (&cache, &loads);
            async move {
                let load = async { Ok(Some(loads.fetch_add(1, Ordering::SeqCst))) };
                *cache.get(TenantId::new(tenant), load).await.unwrap().unwrap()
            }
        };
        assert_eq!((get("a").await, get("b").await, get("a").await), (0, 1, 0));
        changes.heard(&[Change::Keys(TenantId::new("a"))]);
        assert_eq!((get("a").await, get("b").await), (2, 1));
        changes.suspend();
        assert_eq!((get("a").await, get("a").await), (3, 4));
        changes.resume();
        assert_eq!((get("a").await, get("a").await), (5, 5));
    }

    #[tokio::test]
    async fn a_value_loaded_before_a_change_is_not_kept_after_it() {
        let changes = Changes::default();
        let cache = keys(&changes);
        let tenant = TenantId::new("a");
        let stale = cache.get(tenant.clone(), async {
            changes.heard(&[Change::Keys(TenantId::new("a"))]);
            Ok(Some(1))
        });
        assert_eq!(*stale.await.unwrap().unwrap(), 1);
        assert_eq!(*cache.get(tenant, async { Ok(Some(2)) }).await.unwrap().unwrap(), 2);
    }
}
