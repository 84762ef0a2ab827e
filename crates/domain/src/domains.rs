//! Custom domains. Nothing on this server can make sure of one yet, so none can be added: rows that are there, from a
//! database of a compatible server, are served.

use avouch_model::domains::{CreateDomain, Domain};
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
