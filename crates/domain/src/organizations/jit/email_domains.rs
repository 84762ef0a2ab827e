//! Domains whose new users join by themselves.

use avouch_model::organizations::{AddEmailDomain, JitEmailDomain, ReplaceEmailDomains};
use avouch_store::organizations::jit::email_domains as stored;
use avouch_store::{Listing, Page, Read as _, Tenant};

use crate::organizations::relations::{of_parent, once_each, refused};
use crate::{Error, Result, organizations};

/// The domains of an organization.
pub async fn list(tenant: &Tenant, organization: &str, page: Option<Page>) -> Result<Listing<JitEmailDomain>> {
    organizations::get(tenant, organization).await?;
    Ok(stored::list(tenant, organization, page).await?)
}

/// Adds a domain.
pub async fn add(tenant: &Tenant, organization: &str, input: AddEmailDomain) -> Result<JitEmailDomain> {
    let email_domain = input.email_domain.into_inner();
    let tx = tenant.begin().await?;
    stored::add(&tx, organization, &email_domain).await.map_err(refused)?;
    tx.commit().await?;
    let organization_id = avouch_model::OrganizationId::new(organization);
    Ok(JitEmailDomain { tenant_id: tenant.id().clone(), organization_id, email_domain })
}

/// Makes these the domains.
pub async fn replace(tenant: &Tenant, organization: &str, input: ReplaceEmailDomains) -> Result<()> {
    let tx = tenant.begin().await?;
    let wanted = once_each(input.email_domains)?;
    of_parent(organizations::get(&tx, organization).await, &wanted)?;
    stored::replace(&tx, organization, &wanted).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Removes a domain.
pub async fn remove(tenant: &Tenant, organization: &str, domain: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, organization, domain).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
