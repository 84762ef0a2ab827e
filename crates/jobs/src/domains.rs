//! Looks after custom domains: makes sure of those that were added lately, gets certificates, and renews them.
//!
//! Every node looks; for each domain one at a time gets a certificate. What is asked for twice is asked of DNS, which
//! changes nothing.

use std::sync::Arc;
use std::time::Duration;

use avouch_domain::domains::{Hosting, proof};
use avouch_model::TenantId;
use avouch_model::domains::{Domain, DomainStatus};
use avouch_store::{Change, Notice, Store, Tenant, certificates, domains, tenants};
use futures_util::{StreamExt as _, stream};
use tokio::sync::{Notify, watch};

use crate::certificates::{Office, files};

/// How often it is looked.
const EVERY: Duration = Duration::from_mins(1);

/// Domains that are looked at at once.
const AT_ONCE: usize = 4;

/// How long after it was added a domain is looked at by itself, in milliseconds; after that when somebody asks.
const PATIENCE: i64 = 7 * 86_400_000;

/// What is looked after.
#[derive(Debug)]
pub struct Caretaker {
    /// The database.
    pub store: Store,
    /// Where custom domains lead.
    pub hosting: Hosting,
    /// Where certificates come from.
    pub office: Office,
    /// Hosts of this server itself, and whose they are.
    pub own: Vec<(TenantId, String)>,
}

impl Caretaker {
    /// Works until told to stop.
    pub async fn run(self, mut stopped: watch::Receiver<bool>) {
        let wake = Arc::new(Notify::new());
        let ring = Arc::clone(&wake);
        self.store.changes().subscribe(move |notice| {
            if matches!(notice, Notice::Changed(Change::Domains(_))) {
                ring.notify_one();
            }
        });
        loop {
            let looked = tokio::select! {
                looked = self.look() => looked,
                _ = stopped.changed() => return,
            };
            if let Err(error) = looked {
                tracing::warn!(%error, "custom domains could not be looked after");
            }
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(EVERY) => {}
                _ = stopped.changed() => return,
            }
        }
    }

    async fn look(&self) -> avouch_domain::Result<()> {
        let own: Vec<_> = self.own.iter().map(|(id, host)| (self.store.tenant(id), host.clone())).collect();
        stream::iter(own).for_each_concurrent(AT_ONCE, |(tenant, host)| self.certify(tenant, host, None)).await;
        for id in tenants::list(&self.store).await? {
            let tenant = self.store.tenant(&id);
            let rows = domains::list(&tenant).await?;
            stream::iter(rows).for_each_concurrent(AT_ONCE, |domain| self.tend(tenant.clone(), domain)).await;
        }
        Ok(())
    }

    /// Does what there is to do about a domain.
    async fn tend(&self, tenant: Tenant, domain: Domain) {
        let is = |domain: &Domain, status: DomainStatus| domain.status == status.as_str();
        let is_new = tenant.now().millis() - domain.created_at.millis() < PATIENCE;
        let name = domain.domain.clone();
        let domain = if is_new {
            match proof::refresh(&tenant, &self.hosting, domain).await {
                Ok(domain) => domain,
                Err(error) => return tracing::warn!(%error, domain = name, "a domain could not be looked at"),
            }
        } else {
            domain
        };
        if is(&domain, DomainStatus::PendingSsl) || is(&domain, DomainStatus::Active) {
            self.certify(tenant, name, Some(domain)).await;
        }
    }

    /// Makes sure that there is a certificate for a host.
    async fn certify(&self, tenant: Tenant, host: String, domain: Option<Domain>) {
        let has_file = match &self.office.folder {
            Some(folder) => files::find(folder, &host).await.is_some(),
            None => false,
        };
        let outcome = if has_file { Ok(()) } else { self.office.obtain(&tenant, &host).await };
        if let Err(error) = &outcome {
            tracing::warn!(error, host, "there is no new certificate");
        }
        let Some(domain) = domain.filter(|domain| domain.status == DomainStatus::PendingSsl.as_str()) else { return };
        if let Err(error) = self.advance(&tenant, &domain, has_file, outcome.err()).await {
            tracing::warn!(%error, host, "a domain's state could not be noted");
        }
    }

    /// A domain is served once its certificate is there; until then it says what is in the way.
    async fn advance(
        &self,
        tenant: &Tenant,
        domain: &Domain,
        has_file: bool,
        why: Option<String>,
    ) -> avouch_store::Result<()> {
        let is_there = has_file || certificates::exists(tenant, &domain.domain, tenant.now()).await?;
        let (status, message) = match why {
            _ if is_there => (DomainStatus::Active, None),
            Some(why) => (DomainStatus::PendingSsl, Some(why)),
            None if self.office.authority.is_some() => return Ok(()),
            None => (DomainStatus::PendingSsl, Some("Its certificate is not in CERTIFICATES_DIR yet.".to_owned())),
        };
        if domain.error_message == message && status == DomainStatus::PendingSsl {
            return Ok(());
        }
        let tx = tenant.begin().await?;
        domains::set_status(&tx, domain, status, message.as_deref()).await?;
        tx.commit().await
    }
}
