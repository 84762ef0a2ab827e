//! API resources.

pub mod scopes;

use std::sync::Arc;

use avouch_model::resources::{Resource, Scope};
use avouch_model::{ResourceId, ScopeId, TenantId};

use crate::changes::{Change, Changes};
use crate::row::{Columns as _, columns};
use crate::sql::{Listing, Page, Sql};
use crate::{Cache, Read, Result, Tenant, Tx, Value, params};

columns!(Resource {
    tenant_id: "tenant_id",
    id: "id",
    name: "name",
    indicator: "indicator",
    is_default: "is_default",
    access_token_ttl: "access_token_ttl",
});

/// Name of the constraint that keeps indicators apart.
pub const UNIQUE_INDICATOR: &str = "resources__indicator";

/// All resources, by name.
pub async fn list(db: &impl Read, page: Option<Page>) -> Result<Listing<Resource>> {
    let from = Sql::new("from resources r where r.tenant_id = $1");
    db.list(Resource::columns("r"), from, "r.name, r.id", page).await
}

/// One resource.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Resource>> {
    let sql = format!("select {} from resources r where r.tenant_id = $1 and r.id = $2", Resource::columns("r"));
    db.first(sql.into(), params![id]).await
}

/// Adds a resource.
pub async fn create(tx: &Tx, resource: &Resource) -> Result<()> {
    let sql = "insert into resources (tenant_id, id, name, indicator, access_token_ttl) values ($1, $2, $3, $4, $5)";
    tx.execute(sql.into(), params![&resource.id, &resource.name, &resource.indicator, resource.access_token_ttl])
        .await
        .map(drop)
}

/// Writes the changed columns of a resource; answers whether it exists.
pub async fn update(tx: &Tx, id: &ResourceId, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    let mut sql = Sql::new("update resources set ");
    for (column, value) in columns {
        sql.set(column, value);
    }
    sql.push_with(" where tenant_id = $1 and id = {}", id);
    changed(tx, id);
    Ok(tx.run(sql).await? > 0)
}

/// Makes a resource the only default, or takes that away; answers whether it exists.
pub async fn set_default(tx: &Tx, id: &ResourceId, is_default: bool) -> Result<bool> {
    tx.changed(Change::DefaultResource(Read::id(tx).clone()));
    if is_default {
        // First, so that the unique index never sees two.
        let sql = "update resources set is_default = false where tenant_id = $1 and is_default and id <> $2";
        tx.execute(sql.into(), params![id]).await?;
    }
    update(tx, id, vec![("is_default", is_default.into())]).await
}

/// Removes a resource with its scopes; answers whether it existed.
pub async fn delete(tx: &Tx, id: &ResourceId) -> Result<bool> {
    changed(tx, id);
    tx.changed(Change::DefaultResource(Read::id(tx).clone()));
    Ok(tx.execute("delete from resources where tenant_id = $1 and id = $2".into(), params![id]).await? > 0)
}

pub(crate) fn changed(tx: &Tx, id: &ResourceId) {
    tx.changed(Change::Resource(Read::id(tx).clone(), id.clone()));
}

/// A resource with its scopes, as the provider needs it for every token.
#[derive(Debug)]
pub struct Api {
    /// The row.
    pub resource: Resource,
    /// Its scopes, by identifier.
    pub scopes: Vec<Scope>,
}

impl Api {
    /// The scope of an identifier.
    pub fn scope(&self, id: &ScopeId) -> Option<&Scope> {
        self.scopes.binary_search_by(|scope| scope.id.cmp(id)).ok().and_then(|index| self.scopes.get(index))
    }
}

/// What is known of resources: by identifier what they are, by indicator which one is meant. An indicator never
/// changes, so that the second kind can only become stale by a deletion, which the first kind shows.
#[derive(Debug)]
pub(crate) struct ResourceCache {
    by_id: Cache<(TenantId, ResourceId), Api>,
    ids: moka::sync::Cache<(TenantId, Arc<str>), ResourceId>,
}

pub(crate) type DefaultCache = Cache<TenantId, Option<ResourceId>>;

pub(crate) fn resource_cache(changes: &Changes) -> ResourceCache {
    let by_id = Cache::new(changes, 5_000, |change| match change {
        Change::Resource(tenant, id) => Some((tenant.clone(), id.clone())),
        _ => None,
    });
    ResourceCache { by_id, ids: moka::sync::Cache::new(5_000) }
}

pub(crate) fn default_cache(changes: &Changes) -> DefaultCache {
    Cache::new(changes, 1_000, |change| match change {
        Change::DefaultResource(tenant) => Some(tenant.clone()),
        _ => None,
    })
}

/// The resource of an indicator, from the cache.
pub async fn api(tenant: &Tenant, indicator: &str) -> Result<Option<Arc<Api>>> {
    let cache = &tenant.caches().resources;
    let key = (Read::id(tenant).clone(), Arc::from(indicator));
    if let Some(id) = cache.ids.get(&key) {
        let known = api_by_id(tenant, &id).await?;
        if let Some(known) = known.filter(|known| known.resource.indicator == indicator) {
            return Ok(Some(known));
        }
        cache.ids.invalidate(&key);
    }
    let sql = "select id from resources where tenant_id = $1 and indicator = $2";
    let Some((id,)) = tenant.first::<(ResourceId,)>(sql.into(), params![indicator]).await? else { return Ok(None) };
    cache.ids.insert(key, id.clone());
    api_by_id(tenant, &id).await
}

async fn api_by_id(tenant: &Tenant, id: &ResourceId) -> Result<Option<Arc<Api>>> {
    let load = async {
        let Some(resource) = get(tenant, id.as_str()).await? else { return Ok(None) };
        let mut scopes = scopes::all(tenant, std::slice::from_ref(id)).await?;
        scopes.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(Some(Api { resource, scopes }))
    };
    tenant.caches().resources.by_id.get((Read::id(tenant).clone(), id.clone()), load).await
}

/// The default resource, from the cache.
pub async fn default_api(tenant: &Tenant) -> Result<Option<Arc<Api>>> {
    let load = async {
        let sql = "select id from resources where tenant_id = $1 and is_default";
        let row = tenant.first::<(ResourceId,)>(sql.into(), params![]).await?;
        Ok(Some(row.map(|(id,)| id)))
    };
    let id = tenant.caches().defaults.get(Read::id(tenant).clone(), load).await?;
    match id.as_deref() {
        Some(Some(id)) => api_by_id(tenant, id).await,
        Some(None) | None => Ok(None),
    }
}
