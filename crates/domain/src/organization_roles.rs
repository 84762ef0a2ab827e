//! Roles in organizations.

pub mod resource_scopes;
pub mod scopes;

use avouch_model::hooks::HookEvent;
use avouch_model::organization_roles::{
    CreateOrganizationRole, OrganizationRole, OrganizationRoleWithScopes, UpdateOrganizationRole,
};
use avouch_model::{OrganizationRoleId, RoleType};
use avouch_store::organization_roles as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Read, Tenant};

use crate::changes::{Changes, text};
use crate::organizations::relations::{refused, texts};
use crate::{Error, Result, ids};

/// The roles that match, with what they grant.
pub async fn list(tenant: &Tenant, search: &Search, page: Option<Page>) -> Result<Listing<OrganizationRoleWithScopes>> {
    Ok(stored::list(tenant, search, page).await?)
}

/// One role.
pub async fn get(db: &impl Read, id: &str) -> Result<OrganizationRole> {
    stored::get(db, id).await?.ok_or(Error::NotFound)
}

/// Adds a role with what it grants: all or nothing.
pub async fn create(tenant: &Tenant, input: CreateOrganizationRole) -> Result<OrganizationRole> {
    let CreateOrganizationRole { tenant_id: _, name, description, r#type, organization_scope_ids, resource_scope_ids } =
        input;
    let role = OrganizationRole {
        tenant_id: tenant.id().clone(),
        id: OrganizationRoleId::new(ids::standard()),
        name: name.into_inner(),
        description: text(description),
        r#type: r#type.unwrap_or(RoleType::User),
    };
    let id = role.id.as_str();
    let tx = tenant.begin().await?;
    stored::create(&tx, &role).await?;
    let scopes = organization_scope_ids.map(texts).unwrap_or_default();
    stored::scopes::add(&tx, id, &scopes).await.map_err(refused)?;
    let resource_scopes = resource_scope_ids.map(texts).unwrap_or_default();
    stored::resource_scopes::add(&tx, id, &resource_scopes).await.map_err(refused)?;
    if !(scopes.is_empty() && resource_scopes.is_empty()) {
        let event = HookEvent::OrganizationRoleScopesUpdated;
        crate::events::granted(&tx, event, 201, ("organizationRoleId", id), None).await?;
    }
    crate::events::changed(&tx, HookEvent::OrganizationRoleCreated, 201, Some(serde_json::json!(role))).await?;
    tx.commit().await?;
    Ok(role)
}

/// Changes a role.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateOrganizationRole) -> Result<OrganizationRole> {
    let UpdateOrganizationRole { id: _, tenant_id: _, name, description, r#type } = input;
    let mut changes = Changes::default();
    changes.set("name", name.map(avouch_shape::Text::into_inner));
    changes.patch("description", description);
    changes.set("type", r#type);
    let tx = tenant.begin().await?;
    if !stored::update(&tx, id, changes.some()?).await? {
        return Err(Error::NotExists { name: "organization role" });
    }
    let role = get(&tx, id).await?;
    crate::events::changed(&tx, HookEvent::OrganizationRoleDataUpdated, 200, Some(serde_json::json!(role))).await?;
    tx.commit().await?;
    Ok(role)
}

/// Removes a role and takes it from every member.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    crate::events::changed(&tx, HookEvent::OrganizationRoleDeleted, 204, None).await?;
    tx.commit().await?;
    Ok(())
}
