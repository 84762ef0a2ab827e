//! Scopes of resources.

use avouch_model::resources::Scope;
use avouch_model::{ResourceId, ScopeId};

use super::changed;
use crate::row::{Columns as _, columns};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, Value, params, scope};

columns!(Scope {
    tenant_id: "tenant_id",
    id: "id",
    resource_id: "resource_id",
    name: "name",
    description: "description",
    created_at: "created_at",
});

/// Name of the constraint that keeps names apart.
pub const UNIQUE_NAME: &str = "scopes__resource_id_name";

/// The scopes of a resource, by name.
pub async fn list(db: &impl Read, resource: &str, search: &Search, page: Option<Page>) -> Result<Listing<Scope>> {
    let mut from = Sql::new("from scopes s where s.tenant_id = $1");
    from.push_with(" and s.resource_id = {}", resource);
    search.apply(&mut from, "s", scope::dialect(db));
    db.list(Scope::columns("s"), from, "s.name, s.id", page).await
}

/// All scopes of several resources.
pub async fn all(db: &impl Read, resources: &[ResourceId]) -> Result<Vec<Scope>> {
    let sql = format!(
        "select {} from scopes s where s.tenant_id = $1 and s.resource_id = any($2) order by s.name, s.id",
        Scope::columns("s")
    );
    db.fetch(sql.into(), vec![crate::texts(resources.iter().map(ResourceId::as_str))]).await
}

/// One scope.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Scope>> {
    let sql = format!("select {} from scopes s where s.tenant_id = $1 and s.id = $2", Scope::columns("s"));
    db.first(sql.into(), params![id]).await
}

/// Those of several scopes that exist, each with the indicator of its resource.
pub async fn indicators(db: &impl Read, ids: &[String]) -> Result<Vec<(ScopeId, String)>> {
    let sql = "select s.id, r.indicator from scopes s join resources r on r.tenant_id = s.tenant_id and r.id = s.resource_id \
               where s.tenant_id = $1 and s.id = any($2)";
    db.fetch(sql.into(), params![ids.to_vec()]).await
}

/// Adds a scope.
pub async fn create(tx: &Tx, scope: &Scope) -> Result<()> {
    let sql = "insert into scopes (tenant_id, id, resource_id, name, description, created_at) values ($1, $2, $3, $4, $5, $6)";
    changed(tx, &scope.resource_id);
    let values = params![&scope.id, &scope.resource_id, &scope.name, scope.description.clone(), scope.created_at];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns of a scope; answers whether it exists.
pub async fn update(tx: &Tx, scope: &Scope, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    let mut sql = Sql::new("update scopes set ");
    for (column, value) in columns {
        sql.set(column, value);
    }
    sql.push_with(" where tenant_id = $1 and id = {}", &scope.id);
    changed(tx, &scope.resource_id);
    Ok(tx.run(sql).await? > 0)
}

/// Removes a scope; answers whether it existed.
pub async fn delete(tx: &Tx, resource: &ResourceId, id: &str) -> Result<bool> {
    changed(tx, resource);
    let sql = "delete from scopes where tenant_id = $1 and resource_id = $2 and id = $3";
    Ok(tx.execute(sql.into(), params![resource, id]).await? > 0)
}
