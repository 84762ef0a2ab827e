//! Scopes of resources.

use avouch_model::hooks::HookEvent;
use avouch_model::resources::{CreateScope, Resource, Scope, UpdateScope};
use avouch_model::{ResourceId, ScopeId};
use avouch_store::resources::scopes as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Read, Tenant, Value};

use super::get;
use crate::applications::non_empty;
use crate::{Error, Result, ids};

/// The scopes of a resource; none for an unknown one.
pub async fn list(tenant: &Tenant, resource: &str, search: &Search, page: Option<Page>) -> Result<Listing<Scope>> {
    Ok(stored::list(tenant, resource, search, page).await?)
}

fn check_name(name: Option<&str>) -> Result<()> {
    match name {
        Some(name) if name.contains(char::is_whitespace) => Err(Error::ScopeNameWithSpace),
        Some(_) | None => Ok(()),
    }
}

/// A resource whose scopes may be changed.
async fn changeable(db: &impl Read, resource: &str) -> Result<Resource> {
    let resource = get(db, resource).await?;
    if resource.is_management_api() {
        return Err(Error::CannotModifyManagementApi);
    }
    Ok(resource)
}

/// Adds a scope.
pub async fn create(tenant: &Tenant, resource: &str, input: CreateScope) -> Result<Scope> {
    check_name(Some(&input.name))?;
    let tx = tenant.begin().await?;
    let resource = changeable(&tx, resource).await?;
    let scope = Scope {
        tenant_id: tenant.id().clone(),
        id: ScopeId::new(ids::standard()),
        resource_id: resource.id,
        name: input.name.into_inner(),
        description: non_empty(input.description),
        created_at: tenant.now(),
    };
    stored::create(&tx, &scope).await.map_err(|error| name_exists(error, &scope.name))?;
    crate::events::changed(&tx, HookEvent::ScopeCreated, 201, Some(serde_json::json!(scope))).await?;
    tx.commit().await?;
    Ok(scope)
}

/// Changes a scope.
pub async fn update(tenant: &Tenant, resource: &str, id: &str, input: UpdateScope) -> Result<Scope> {
    let UpdateScope { name, description } = input;
    let name = name.map(avouch_shape::Text::into_inner);
    check_name(name.as_deref())?;
    let tx = tenant.begin().await?;
    let resource = changeable(&tx, resource).await?;
    let scope = of(&resource.id, stored::get(&tx, id).await?).ok_or(Error::NotExists { name: "scope" })?;
    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    if let Some(name) = &name {
        columns.push(("name", name.into()));
    }
    if description.is_present() {
        columns.push(("description", non_empty(description).into()));
    }
    if columns.is_empty() {
        return Err(Error::NothingToChange);
    }
    let name = name.unwrap_or_default();
    stored::update(&tx, &scope, columns).await.map_err(|error| name_exists(error, &name))?;
    let scope = stored::get(&tx, id).await?.ok_or(Error::NotExists { name: "scope" })?;
    crate::events::changed(&tx, HookEvent::ScopeDataUpdated, 200, Some(serde_json::json!(scope))).await?;
    tx.commit().await?;
    Ok(scope)
}

/// The scope, if it is one of this resource: a scope of another resource is not found under this one, so that the
/// Management API's scopes cannot be reached through a resource that can be changed.
fn of(resource: &ResourceId, scope: Option<Scope>) -> Option<Scope> {
    scope.filter(|scope| scope.resource_id == *resource)
}

/// Removes a scope, and with it every grant of it.
pub async fn delete(tenant: &Tenant, resource: &str, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let resource = changeable(&tx, resource).await?;
    if !stored::delete(&tx, &resource.id, id).await? {
        return Err(Error::NotFound);
    }
    crate::events::changed(&tx, HookEvent::ScopeDeleted, 204, None).await?;
    tx.commit().await?;
    Ok(())
}

fn name_exists(error: avouch_store::Error, name: &str) -> Error {
    if error.is_unique(stored::UNIQUE_NAME) {
        return Error::ScopeNameExists { name: name.to_owned() };
    }
    Error::Store(error)
}
