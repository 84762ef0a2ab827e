//! Roles in organizations.

pub mod resource_scopes;
pub mod scopes;

use avouch_model::organization_roles::{
    NamedResource, NamedResourceScope, NamedScope, OrganizationRole, OrganizationRoleWithScopes,
};

use crate::row::{Columns as _, FromRow, Row, columns};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, Value, params, scope};

columns!(OrganizationRole {
    tenant_id: "tenant_id",
    id: "id",
    name: "name",
    description: "description",
    r#type: "type"
});

/// The roles that match with what they grant, by name.
pub async fn list(db: &impl Read, search: &Search, page: Option<Page>) -> Result<Listing<OrganizationRoleWithScopes>> {
    let mut from = Sql::new("from organization_roles r where r.tenant_id = $1");
    search.apply(&mut from, "r", scope::dialect(db));
    let roles = db.list::<OrganizationRole>(OrganizationRole::columns("r"), from, "r.name, r.id", page).await?;
    let ids = crate::texts(roles.rows.iter().map(|role| role.id.as_str()));
    let sql = "select l.organization_role_id, s.id, s.name from organization_role_scope_relations l \
               join organization_scopes s on s.tenant_id = l.tenant_id and s.id = l.organization_scope_id \
               where l.tenant_id = $1 and l.organization_role_id = any($2) order by s.name, s.id";
    let scopes = db.fetch::<Granted<NamedScope>>(sql.into(), vec![ids.clone()]).await?;
    let sql = "select l.organization_role_id, s.id, s.name, a.id, a.name \
               from organization_role_resource_scope_relations l \
               join scopes s on s.tenant_id = l.tenant_id and s.id = l.scope_id \
               join resources a on a.tenant_id = s.tenant_id and a.id = s.resource_id \
               where l.tenant_id = $1 and l.organization_role_id = any($2) order by s.name, s.id";
    let resource_scopes = db.fetch::<Granted<NamedResourceScope>>(sql.into(), vec![ids]).await?;
    Ok(roles.map(|role| OrganizationRoleWithScopes {
        scopes: of(&scopes, &role),
        resource_scopes: of(&resource_scopes, &role),
        role,
    }))
}

/// A scope with the role that grants it.
struct Granted<T> {
    role: String,
    scope: T,
}

impl FromRow for Granted<NamedScope> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { role: row.get(0)?, scope: NamedScope { id: row.get(1)?, name: row.get(2)? } })
    }
}

impl FromRow for Granted<NamedResourceScope> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let resource = NamedResource { id: row.get(3)?, name: row.get(4)? };
        Ok(Self { role: row.get(0)?, scope: NamedResourceScope { id: row.get(1)?, name: row.get(2)?, resource } })
    }
}

fn of<T: Clone>(granted: &[Granted<T>], role: &OrganizationRole) -> Vec<T> {
    granted.iter().filter(|granted| granted.role == role.id.as_str()).map(|granted| granted.scope.clone()).collect()
}

/// One role.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<OrganizationRole>> {
    let columns = OrganizationRole::columns("r");
    let sql = format!("select {columns} from organization_roles r where r.tenant_id = $1 and r.id = $2");
    db.first(sql.into(), params![id]).await
}

/// Identifiers of the roles that have one of several names, each with its name.
pub async fn by_names(db: &impl Read, names: &[String]) -> Result<Vec<(String, String)>> {
    let sql = "select id, name from organization_roles where tenant_id = $1 and name = any($2)";
    db.fetch(sql.into(), params![names.to_vec()]).await
}

/// Adds a role.
pub async fn create(tx: &Tx, role: &OrganizationRole) -> Result<()> {
    let sql = "insert into organization_roles (tenant_id, id, name, description, type) values ($1, $2, $3, $4, $5)";
    let values = params![&role.id, &role.name, role.description.clone(), role.r#type];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns of a role; answers whether it exists.
pub async fn update(tx: &Tx, id: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    tx.update("organization_roles", id, columns).await
}

/// Removes a role and takes it from every member; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("organization_roles", id).await
}
