//! Permissions within organizations.

use avouch_model::organization_scopes::OrganizationScope;

use crate::row::{Columns as _, columns};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, Value, params, scope};

columns!(OrganizationScope { tenant_id: "tenant_id", id: "id", name: "name", description: "description" });

/// The scopes that match, by name.
pub async fn list(db: &impl Read, search: &Search, page: Option<Page>) -> Result<Listing<OrganizationScope>> {
    let mut from = Sql::new("from organization_scopes s where s.tenant_id = $1");
    search.apply(&mut from, "s", scope::dialect(db));
    db.list(OrganizationScope::columns("s"), from, "s.name, s.id", page).await
}

/// One scope.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<OrganizationScope>> {
    let columns = OrganizationScope::columns("s");
    let sql = format!("select {columns} from organization_scopes s where s.tenant_id = $1 and s.id = $2");
    db.first(sql.into(), params![id]).await
}

/// Those of several scopes that exist.
pub async fn existing(db: &impl Read, ids: &[String]) -> Result<Vec<String>> {
    let sql = "select id from organization_scopes where tenant_id = $1 and id = any($2)";
    Ok(db.fetch::<(String,)>(sql.into(), params![ids.to_vec()]).await?.into_iter().map(|(id,)| id).collect())
}

/// Adds a scope.
pub async fn create(tx: &Tx, scope: &OrganizationScope) -> Result<()> {
    let sql = "insert into organization_scopes (tenant_id, id, name, description) values ($1, $2, $3, $4)";
    tx.execute(sql.into(), params![&scope.id, &scope.name, scope.description.clone()]).await.map(drop)
}

/// Writes the changed columns of a scope; answers whether it exists.
pub async fn update(tx: &Tx, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    tx.update("organization_scopes", id, columns).await
}

/// Removes a scope from the tenant and from every role; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("organization_scopes", id).await
}
