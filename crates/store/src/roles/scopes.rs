//! Scopes that roles grant.

use std::sync::Arc;

use avouch_model::resources::{Resource, Scope, ScopeWithResource};
use avouch_model::{RoleId, ScopeId, TenantId};

use super::changed;
use crate::changes::{Change, Changes};
use crate::relation::{self, Existing};
use crate::row::{Columns as _, FromRow, Row};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Cache, Read, Result, Tenant, Tx, params, scope};

impl FromRow for ScopeWithResource {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let resource = Resource {
            tenant_id: row.get(6)?,
            id: row.get(7)?,
            name: row.get(8)?,
            indicator: row.get(9)?,
            is_default: row.get(10)?,
            access_token_ttl: row.get(11)?,
        };
        Ok(Self { scope: Scope::from_row(row)?, resource })
    }
}

/// The scopes of a role, each with its resource.
pub async fn list(
    db: &impl Read,
    role: &str,
    search: &Search,
    page: Option<Page>,
) -> Result<Listing<ScopeWithResource>> {
    let mut from = Sql::new(
        "from roles_scopes g join scopes s on s.tenant_id = g.tenant_id and s.id = g.scope_id \
         join resources r on r.tenant_id = s.tenant_id and r.id = s.resource_id where g.tenant_id = $1",
    );
    from.push_with(" and g.role_id = {}", role);
    search.apply(&mut from, "s", scope::dialect(db));
    let columns = format!("{}, {}", Scope::columns("s"), Resource::columns("r"));
    db.list(columns, from, "r.name, s.name, s.id", page).await
}

/// A scope that a role grants.
#[derive(Debug)]
pub struct Granted {
    /// The scope.
    pub scope: ScopeWithResource,
    /// The role.
    pub role: RoleId,
}

impl FromRow for Granted {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { scope: ScopeWithResource::from_row(row)?, role: row.get(12)? })
    }
}

/// The scopes of several roles, each with its resource.
pub async fn of_roles(db: &impl Read, roles: &[&str]) -> Result<Vec<Granted>> {
    let columns = format!("{}, {}", Scope::columns("s"), Resource::columns("r"));
    let sql = format!(
        "select {columns}, g.role_id from roles_scopes g \
         join scopes s on s.tenant_id = g.tenant_id and s.id = g.scope_id \
         join resources r on r.tenant_id = s.tenant_id and r.id = s.resource_id \
         where g.tenant_id = $1 and g.role_id = any($2) order by r.name, s.name, s.id"
    );
    db.fetch(sql.into(), vec![crate::texts(roles)]).await
}

/// Identifiers of the scopes of a role.
pub async fn ids(db: &impl Read, role: &str) -> Result<Vec<ScopeId>> {
    let sql = "select scope_id from roles_scopes where tenant_id = $1 and role_id = $2 order by scope_id";
    Ok(db.fetch::<(ScopeId,)>(sql.into(), params![role]).await?.into_iter().map(|(id,)| id).collect())
}

/// Grants scopes; granting one twice is the same as once.
pub async fn add(tx: &Tx, role: &RoleId, scopes: &[ScopeId]) -> Result<()> {
    changed(tx, role);
    let pairs = scopes.iter().map(|scope| (role.as_str(), scope.as_str()));
    relation::insert(tx, "roles_scopes", ["role_id", "scope_id"], pairs, Existing::Keep).await
}

/// Takes a scope away; answers whether it was granted.
pub async fn remove(tx: &Tx, role: &RoleId, scope: &str) -> Result<bool> {
    let sql = "delete from roles_scopes where tenant_id = $1 and role_id = $2 and scope_id = $3";
    changed(tx, role);
    Ok(tx.execute(sql.into(), params![role, scope]).await? > 0)
}

pub(crate) type ScopeCache = Cache<(TenantId, RoleId), Vec<ScopeId>>;

pub(crate) fn scope_cache(changes: &Changes) -> ScopeCache {
    Cache::new(changes, 10_000, |change| match change {
        Change::Role(tenant, id) => Some((tenant.clone(), id.clone())),
        _ => None,
    })
}

/// Identifiers of the scopes of a role, from the cache.
pub async fn granted(tenant: &Tenant, role: &RoleId) -> Result<Arc<Vec<ScopeId>>> {
    let load = async { ids(tenant, role.as_str()).await.map(Some) };
    let scopes = tenant.caches().role_scopes.get((Read::id(tenant).clone(), role.clone()), load).await?;
    Ok(scopes.unwrap_or_default())
}
