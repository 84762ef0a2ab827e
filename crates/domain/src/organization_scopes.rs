//! Permissions within organizations.

use avouch_model::OrganizationScopeId;
use avouch_model::hooks::HookEvent;
use avouch_model::organization_scopes::{CreateOrganizationScope, OrganizationScope, UpdateOrganizationScope};
use avouch_store::organization_scopes as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Read, Tenant};

use crate::changes::{Changes, text};
use crate::{Error, Result, ids};

/// The scopes that match.
pub async fn list(tenant: &Tenant, search: &Search, page: Option<Page>) -> Result<Listing<OrganizationScope>> {
    Ok(stored::list(tenant, search, page).await?)
}

/// One scope.
pub async fn get(db: &impl Read, id: &str) -> Result<OrganizationScope> {
    let found = stored::get(db, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "organization_scopes", id: id.to_owned() })
}

/// Adds a scope.
pub async fn create(tenant: &Tenant, input: CreateOrganizationScope) -> Result<OrganizationScope> {
    let CreateOrganizationScope { tenant_id: _, name, description } = input;
    let scope = OrganizationScope {
        tenant_id: tenant.id().clone(),
        id: OrganizationScopeId::new(ids::standard()),
        name: name.into_inner(),
        description: text(description),
    };
    let tx = tenant.begin().await?;
    stored::create(&tx, &scope).await?;
    crate::events::changed(&tx, HookEvent::OrganizationScopeCreated, 201, Some(serde_json::json!(scope))).await?;
    tx.commit().await?;
    Ok(scope)
}

/// Changes a scope.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateOrganizationScope) -> Result<OrganizationScope> {
    let UpdateOrganizationScope { id: _, tenant_id: _, name, description } = input;
    let mut changes = Changes::default();
    changes.set("name", name.map(avouch_shape::Text::into_inner));
    changes.patch("description", description);
    let tx = tenant.begin().await?;
    if !stored::update(&tx, id, changes.some()?).await? {
        return Err(Error::NotExists { name: "organization scope" });
    }
    let scope = get(&tx, id).await?;
    crate::events::changed(&tx, HookEvent::OrganizationScopeDataUpdated, 200, Some(serde_json::json!(scope))).await?;
    tx.commit().await?;
    Ok(scope)
}

/// Removes a scope from the tenant and from every role.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    crate::events::changed(&tx, HookEvent::OrganizationScopeDeleted, 204, None).await?;
    tx.commit().await?;
    Ok(())
}
