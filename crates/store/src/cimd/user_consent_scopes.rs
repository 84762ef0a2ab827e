//! Scopes that clients without a row of ours may ask users for.

use avouch_model::applications::consent::{ConsentScopeKind, ConsentScopes, UserScope};

use crate::applications::user_consent_scopes::{OfResource, by_resource};
use crate::sql::Sql;
use crate::{Read, Result, Tx, params};

/// Table and column of a kind.
fn place(kind: ConsentScopeKind) -> (&'static str, &'static str) {
    match kind {
        ConsentScopeKind::Organization => ("cimd_organization_scopes", "organization_scope_id"),
        ConsentScopeKind::Resource => ("cimd_resource_scopes", "scope_id"),
        ConsentScopeKind::OrganizationResource => ("cimd_organization_resource_scopes", "scope_id"),
        ConsentScopeKind::User => ("cimd_user_scopes", "user_scope"),
    }
}

/// The scopes.
pub async fn get(db: &impl Read) -> Result<ConsentScopes> {
    let sql = "select s.id, s.name, s.description from cimd_organization_scopes c \
               join organization_scopes s on s.tenant_id = c.tenant_id and s.id = c.organization_scope_id \
               where c.tenant_id = $1 order by s.name, s.id";
    let organization_scopes = db.fetch(sql.into(), params![]).await?;
    let sql = "select user_scope from cimd_user_scopes where tenant_id = $1 order by user_scope";
    let user_scopes: Vec<(String,)> = db.fetch(sql.into(), params![]).await?;
    Ok(ConsentScopes {
        organization_scopes,
        resource_scopes: by_resource(of_resources(db, ConsentScopeKind::Resource).await?),
        organization_resource_scopes: by_resource(of_resources(db, ConsentScopeKind::OrganizationResource).await?),
        user_scopes: user_scopes.iter().filter_map(|(scope,)| UserScope::parse(scope)).collect(),
    })
}

async fn of_resources(db: &impl Read, kind: ConsentScopeKind) -> Result<Vec<OfResource>> {
    let (table, _) = place(kind);
    let sql = format!(
        "select s.id, s.name, s.description, r.id, r.name, r.indicator from {table} c \
         join scopes s on s.tenant_id = c.tenant_id and s.id = c.scope_id \
         join resources r on r.tenant_id = s.tenant_id and r.id = s.resource_id \
         where c.tenant_id = $1 order by r.name, r.id, s.name, s.id"
    );
    db.fetch(sql.into(), params![]).await
}

/// Adds scopes; those that are there already stay.
pub async fn add(tx: &Tx, kind: ConsentScopeKind, scopes: &[String]) -> Result<()> {
    let (table, column) = place(kind);
    for scopes in scopes.chunks(500) {
        let mut sql = Sql::new(format!("insert into {table} (tenant_id, {column}) values "));
        for (at, scope) in scopes.iter().enumerate() {
            sql.push(if at > 0 { ", ($1, " } else { "($1, " });
            sql.push_with("{})", scope);
        }
        sql.push(" on conflict do nothing");
        tx.run(sql).await?;
    }
    Ok(())
}

/// Takes a scope back; answers whether it was there.
pub async fn remove(tx: &Tx, kind: ConsentScopeKind, scope: &str) -> Result<bool> {
    let (table, column) = place(kind);
    let sql = format!("delete from {table} where tenant_id = $1 and {column} = $2");
    Ok(tx.execute(sql.into(), params![scope]).await? > 0)
}
