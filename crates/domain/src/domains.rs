//! Custom domains. Nothing on this server can make sure of one yet, so none can be added: rows that are there, from a
//! database of a compatible server, are served.

pub mod verification_files;

use avouch_model::Timestamp;
use avouch_model::domains::{CleanUp, CleanedUp, CreateDomain, Domain};
use avouch_store::{Tenant, domains as stored};

use crate::{Error, Result};

/// The tenant's domains.
pub async fn list(tenant: &Tenant) -> Result<Vec<Domain>> {
    Ok(stored::list(tenant).await?)
}

/// One domain.
pub async fn get(tenant: &Tenant, id: &str) -> Result<Domain> {
    let found = stored::get(tenant, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "domains", id: id.to_owned() })
}

/// Adds a domain: refused, because nothing can make sure that it is the tenant's.
pub fn create(_: &CreateDomain) -> Result<Domain> {
    Err(Error::DomainNotConfigured)
}

/// Removes a domain: refused for the same reason.
pub fn delete() -> Result<()> {
    Err(Error::DomainNotConfigured)
}

/// Removes domains that nobody finished to set up.
pub async fn clean_up(tenant: &Tenant, input: &CleanUp) -> Result<CleanedUp> {
    const DAY: i64 = 86_400_000;
    if input.stale_days < 1 {
        return Err(Error::InvalidInput { details: "`staleDays` must be 1 or more.".to_owned() });
    }
    let age = input.stale_days.saturating_mul(DAY);
    let before = Timestamp::from_millis(tenant.now().millis().saturating_sub(age).max(0));
    let all = stored::list(tenant).await?;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (active, others): (Vec<_>, Vec<_>) = all.iter().partition(|domain| domain.status == "Active");
    let mut deleted_count = 0;
    let tx = tenant.begin().await?;
    for domain in &others {
        deleted_count += i64::from(stored::delete_stale(&tx, &domain.id, before).await?);
    }
    tx.commit().await?;
    // They go together, or not at all.
    Ok(CleanedUp {
        scanned_count: count(all.len()),
        deleted_count,
        skipped_active_count: count(active.len()),
        failed_count: 0,
    })
}
