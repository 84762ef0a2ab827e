//! Organization scopes that a role grants.

use avouch_model::hooks::HookEvent;
use avouch_model::organization_roles::{AllOrganizationScopes, SomeOrganizationScopes};
use avouch_model::organization_scopes::OrganizationScope;
use avouch_store::organization_roles::scopes as stored;
use avouch_store::{Listing, Page, Tenant};

use crate::organizations::relations::{of_parent, once_each, refused, texts};
use crate::{Error, Result, organization_roles};

/// The scopes of one role.
pub async fn list(tenant: &Tenant, role: &str, page: Option<Page>) -> Result<Listing<OrganizationScope>> {
    organization_roles::get(tenant, role).await?;
    Ok(stored::list(tenant, role, page).await?)
}

/// Adds scopes; those that are there already stay.
pub async fn add(tenant: &Tenant, role: &str, input: SomeOrganizationScopes) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::add(&tx, role, &texts(input.organization_scope_ids)).await.map_err(refused)?;
    crate::events::changed(&tx, HookEvent::OrganizationRoleScopesUpdated, 201, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes these the scopes.
pub async fn replace(tenant: &Tenant, role: &str, input: AllOrganizationScopes) -> Result<()> {
    let tx = tenant.begin().await?;
    let wanted = once_each(input.organization_scope_ids)?;
    of_parent(organization_roles::get(&tx, role).await, &wanted)?;
    stored::replace(&tx, role, &wanted).await.map_err(refused)?;
    crate::events::changed(&tx, HookEvent::OrganizationRoleScopesUpdated, 204, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a scope.
pub async fn remove(tenant: &Tenant, role: &str, scope: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, role, scope).await? {
        return Err(Error::NotFound);
    }
    crate::events::changed(&tx, HookEvent::OrganizationRoleScopesUpdated, 204, None).await?;
    tx.commit().await?;
    Ok(())
}
