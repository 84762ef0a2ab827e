//! Roles that those who join by themselves get.

use avouch_model::organization_roles::OrganizationRole;
use avouch_model::organizations::{AllOrganizationRoles, SomeOrganizationRoles};
use avouch_store::organizations::jit::roles as stored;
use avouch_store::{Listing, Page, Tenant};

use crate::organizations::relations::{of_parent, once_each, refused, texts};
use crate::{Error, Result, organizations};

/// The roles of one organization.
pub async fn list(tenant: &Tenant, organization: &str, page: Option<Page>) -> Result<Listing<OrganizationRole>> {
    organizations::get(tenant, organization).await?;
    Ok(stored::list(tenant, organization, page).await?)
}

/// Adds roles; those that are there already stay.
pub async fn add(tenant: &Tenant, organization: &str, input: SomeOrganizationRoles) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::add(&tx, organization, &texts(input.organization_role_ids)).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Makes these the roles.
pub async fn replace(tenant: &Tenant, organization: &str, input: AllOrganizationRoles) -> Result<()> {
    let tx = tenant.begin().await?;
    let wanted = once_each(input.organization_role_ids)?;
    of_parent(organizations::get(&tx, organization).await, &wanted)?;
    stored::replace(&tx, organization, &wanted).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Removes a role.
pub async fn remove(tenant: &Tenant, organization: &str, role: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, organization, role).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
