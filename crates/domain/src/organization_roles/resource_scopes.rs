//! Scopes of API resources that a role grants.

use avouch_model::organization_roles::{AllScopes, SomeScopes};
use avouch_model::resources::Scope;
use avouch_store::organization_roles::resource_scopes as stored;
use avouch_store::{Listing, Page, Tenant};

use crate::organizations::relations::{of_parent, once_each, refused, texts};
use crate::{Error, Result, organization_roles};

/// The scopes of one role.
pub async fn list(tenant: &Tenant, role: &str, page: Option<Page>) -> Result<Listing<Scope>> {
    organization_roles::get(tenant, role).await?;
    Ok(stored::list(tenant, role, page).await?)
}

/// Adds scopes; those that are there already stay.
pub async fn add(tenant: &Tenant, role: &str, input: SomeScopes) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::add(&tx, role, &texts(input.scope_ids)).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Makes these the scopes.
pub async fn replace(tenant: &Tenant, role: &str, input: AllScopes) -> Result<()> {
    let tx = tenant.begin().await?;
    let wanted = once_each(input.scope_ids)?;
    of_parent(organization_roles::get(&tx, role).await, &wanted)?;
    stored::replace(&tx, role, &wanted).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Removes a scope.
pub async fn remove(tenant: &Tenant, role: &str, scope: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, role, scope).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
