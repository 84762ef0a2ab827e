//! What changed, told to every cache on every node after the commit.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use avouch_model::{ApplicationId, ResourceId, RoleId, TenantId};

/// Something cached that is not so any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An application, its secrets or its roles.
    Application(TenantId, ApplicationId),
    /// A role's scopes, or the role itself.
    Role(TenantId, RoleId),
    /// A resource or its scopes.
    Resource(TenantId, ResourceId),
    /// Which resource is the default.
    DefaultResource(TenantId),
    /// Signing or cookie keys.
    Keys(TenantId),
    /// Custom domains.
    Domains(TenantId),
    /// Anything that the pages of users show or obey.
    SignIn(TenantId),
    /// Webhooks.
    Hooks(TenantId),
    /// Scripts that add claims.
    Customizers(TenantId),
    /// Scripts that are asked at sign-in.
    Actions(TenantId),
    /// There is something to tell webhooks.
    HookEvents(TenantId),
}

impl Change {
    fn parts(&self) -> (char, &TenantId, &str) {
        match self {
            Self::Application(tenant, id) => ('a', tenant, id.as_str()),
            Self::Role(tenant, id) => ('r', tenant, id.as_str()),
            Self::Resource(tenant, id) => ('s', tenant, id.as_str()),
            Self::DefaultResource(tenant) => ('d', tenant, ""),
            Self::Keys(tenant) => ('k', tenant, ""),
            Self::Domains(tenant) => ('h', tenant, ""),
            Self::SignIn(tenant) => ('i', tenant, ""),
            Self::Hooks(tenant) => ('w', tenant, ""),
            Self::Customizers(tenant) => ('j', tenant, ""),
            Self::Actions(tenant) => ('p', tenant, ""),
            Self::HookEvents(tenant) => ('e', tenant, ""),
        }
    }

    /// Several changes as one message: `kind tenant id` a line.
    pub(crate) fn message(changes: &[Self]) -> String {
        let lines = changes.iter().map(|change| {
            let (kind, tenant, id) = change.parts();
            format!("{kind} {tenant} {id}")
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The changes of a message, or nothing if it is not one of ours.
    pub(crate) fn parse_all(message: &str) -> Option<Vec<Self>> {
        message.lines().map(Self::parse).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (kind, tenant, id) = (words.next()?, TenantId::new(words.next()?), words.next()?);
        Some(match kind {
            "a" => Self::Application(tenant, ApplicationId::new(id)),
            "r" => Self::Role(tenant, RoleId::new(id)),
            "s" => Self::Resource(tenant, ResourceId::new(id)),
            "d" => Self::DefaultResource(tenant),
            "k" => Self::Keys(tenant),
            "h" => Self::Domains(tenant),
            "i" => Self::SignIn(tenant),
            "w" => Self::Hooks(tenant),
            "j" => Self::Customizers(tenant),
            "p" => Self::Actions(tenant),
            "e" => Self::HookEvents(tenant),
            _ => return None,
        })
    }
}

/// What a cache is told.
#[derive(Debug, Clone, Copy)]
pub enum Notice<'a> {
    /// One thing changed.
    Changed(&'a Change),
    /// Anything may have changed.
    Everything,
}

type Listener = Box<dyn Fn(Notice<'_>) + Send + Sync>;

#[derive(Default)]
struct Inner {
    listeners: RwLock<Vec<Listener>>,
    suspended: AtomicBool,
}

/// Tells caches what changed.
#[derive(Clone, Default)]
pub struct Changes {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Changes")
    }
}

impl Changes {
    /// Calls `listener` for every change from now on, before the write that made it is answered.
    pub fn subscribe(&self, listener: impl Fn(Notice<'_>) + Send + Sync + 'static) {
        self.inner.listeners.write().unwrap_or_else(PoisonError::into_inner).push(Box::new(listener));
    }

    /// Whether caches must stand aside, because changes of other nodes are not heard.
    pub fn is_suspended(&self) -> bool {
        self.inner.suspended.load(Ordering::Acquire)
    }

    pub(crate) fn suspend(&self) {
        self.inner.suspended.store(true, Ordering::Release);
        self.everything();
    }

    pub(crate) fn resume(&self) {
        self.inner.suspended.store(false, Ordering::Release);
    }

    pub(crate) fn heard(&self, changes: &[Change]) {
        let listeners = self.inner.listeners.read().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            for listener in listeners.iter() {
                listener(Notice::Changed(change));
            }
        }
    }

    pub(crate) fn everything(&self) {
        let listeners = self.inner.listeners.read().unwrap_or_else(PoisonError::into_inner);
        for listener in listeners.iter() {
            listener(Notice::Everything);
        }
    }
}

#[cfg(test)]
mod tests {
    use avouch_model::{ApplicationId, RoleId, TenantId};

    use super::Change;

    #[test]
    fn a_message_says_what_it_was_made_of() {
        let tenant = TenantId::default_tenant();
        let changes = vec![
            Change::Application(tenant.clone(), ApplicationId::new("app")),
            Change::Role(tenant.clone(), RoleId::new("role")),
            Change::DefaultResource(tenant.clone()),
            Change::Keys(tenant),
        ];
        assert_eq!(Change::parse_all(&Change::message(&changes)), Some(changes));
        assert_eq!(Change::parse_all("z default x"), None);
        assert_eq!(Change::parse_all("nonsense"), None);
    }
}
