//! API resources.

pub mod scopes;

use avouch_model::ResourceId;
use avouch_model::resources::{CreateResource, Resource, ResourceWithScopes, SetDefault, UpdateResource};
use avouch_store::resources as stored;
use avouch_store::{Listing, Page, Read, Tenant, Value};

use crate::{Error, Result, ids};

/// Lifetime of access tokens in seconds where none is set.
const DEFAULT_TTL: i64 = 3600;

/// All resources, with their scopes where those are asked for.
pub async fn list(tenant: &Tenant, with_scopes: bool, page: Option<Page>) -> Result<Listing<ResourceWithScopes>> {
    let resources = stored::list(tenant, page).await?;
    if !with_scopes {
        return Ok(resources.map(|resource| ResourceWithScopes { resource, scopes: None }));
    }
    let ids: Vec<ResourceId> = resources.rows.iter().map(|resource| resource.id.clone()).collect();
    let scopes = stored::scopes::all(tenant, &ids).await?;
    Ok(resources.map(|resource| {
        let own = scopes.iter().filter(|scope| scope.resource_id == resource.id).cloned().collect();
        ResourceWithScopes { resource, scopes: Some(own) }
    }))
}

/// One resource.
pub async fn get(db: &impl Read, id: &str) -> Result<Resource> {
    let found = stored::get(db, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "resources", id: id.to_owned() })
}

/// Adds a resource.
pub async fn create(tenant: &Tenant, input: CreateResource) -> Result<ResourceWithScopes> {
    let CreateResource { tenant_id: _, name, indicator, access_token_ttl } = input;
    let resource = Resource {
        tenant_id: tenant.id().clone(),
        id: ResourceId::new(ids::standard()),
        name: name.into_inner(),
        indicator: indicator.into_inner(),
        is_default: false,
        access_token_ttl: access_token_ttl.map_or(DEFAULT_TTL, avouch_shape::Int::get),
    };
    let tx = tenant.begin().await?;
    stored::create(&tx, &resource).await.map_err(|error| {
        if error.is_unique(stored::UNIQUE_INDICATOR) {
            return Error::IndicatorInUse { indicator: resource.indicator.clone() };
        }
        Error::Store(error)
    })?;
    tx.commit().await?;
    Ok(ResourceWithScopes { resource, scopes: Some(Vec::new()) })
}

/// Changes a resource; its indicator stays.
pub async fn update(tenant: &Tenant, id: &str, input: UpdateResource) -> Result<Resource> {
    let UpdateResource { tenant_id: _, name, access_token_ttl } = input;
    let tx = tenant.begin().await?;
    let resource = get(&tx, id).await?;
    if resource.is_management_api() {
        return Err(Error::CannotModifyManagementApi);
    }
    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    if let Some(name) = name {
        columns.push(("name", name.into_inner().into()));
    }
    if let Some(ttl) = access_token_ttl {
        columns.push(("access_token_ttl", ttl.get().into()));
    }
    if columns.is_empty() {
        return Err(Error::NothingToChange);
    }
    stored::update(&tx, &resource.id, columns).await?;
    let resource = get(&tx, id).await?;
    tx.commit().await?;
    Ok(resource)
}

/// Makes a resource the only default, or takes that away.
pub async fn set_default(tenant: &Tenant, id: &str, input: SetDefault) -> Result<Resource> {
    let tx = tenant.begin().await?;
    if !stored::set_default(&tx, &ResourceId::new(id), input.is_default).await? {
        return Err(Error::NotExists { name: "resource" });
    }
    let resource = get(&tx, id).await?;
    tx.commit().await?;
    Ok(resource)
}

/// Removes a resource with its scopes.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    let resource = get(&tx, id).await?;
    if resource.is_management_api() {
        return Err(Error::CannotDeleteManagementApi);
    }
    stored::delete(&tx, &resource.id).await?;
    tx.commit().await?;
    Ok(())
}
