//! Scopes that a third-party application may ask users for.

use avouch_model::applications::consent::{
    ConsentResource, ConsentResourceScopes, ConsentScope, ConsentScopeKind, ConsentScopes, UserScope,
};

use crate::relation::{Existing, Link};
use crate::row::{FromRow, Row};
use crate::{Read, Result, Tx, params};

const ORGANIZATION: Link = Link {
    table: "application_user_consent_organization_scopes",
    parent: "application_id",
    child: "organization_scope_id",
};
const RESOURCE: Link =
    Link { table: "application_user_consent_resource_scopes", parent: "application_id", child: "scope_id" };
const ORGANIZATION_RESOURCE: Link = Link {
    table: "application_user_consent_organization_resource_scopes",
    parent: "application_id",
    child: "scope_id",
};
const USER: Link =
    Link { table: "application_user_consent_user_scopes", parent: "application_id", child: "user_scope" };

fn link(kind: ConsentScopeKind) -> Link {
    match kind {
        ConsentScopeKind::Organization => ORGANIZATION,
        ConsentScopeKind::Resource => RESOURCE,
        ConsentScopeKind::OrganizationResource => ORGANIZATION_RESOURCE,
        ConsentScopeKind::User => USER,
    }
}

impl FromRow for ConsentScope {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)?, description: row.get(2)? })
    }
}

/// A scope with its resource.
pub(crate) struct OfResource(ConsentResource, ConsentScope);

impl FromRow for OfResource {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let resource = ConsentResource { id: row.get(3)?, name: row.get(4)?, indicator: row.get(5)? };
        Ok(Self(resource, ConsentScope::from_row(row)?))
    }
}

/// The scopes that an application may ask for.
pub async fn get(db: &impl Read, application: &str) -> Result<ConsentScopes> {
    let sql = "select s.id, s.name, s.description from application_user_consent_organization_scopes c \
               join organization_scopes s on s.tenant_id = c.tenant_id and s.id = c.organization_scope_id \
               where c.tenant_id = $1 and c.application_id = $2 order by s.name, s.id";
    let organization_scopes = db.fetch(sql.into(), params![application]).await?;
    let user_scopes = USER.children(db, application).await?;
    Ok(ConsentScopes {
        organization_scopes,
        resource_scopes: of_resources(db, RESOURCE.table, application).await?,
        organization_resource_scopes: of_resources(db, ORGANIZATION_RESOURCE.table, application).await?,
        user_scopes: user_scopes.iter().filter_map(|scope| UserScope::parse(scope)).collect(),
    })
}

async fn of_resources(db: &impl Read, table: &str, application: &str) -> Result<Vec<ConsentResourceScopes>> {
    let sql = format!(
        "select s.id, s.name, s.description, r.id, r.name, r.indicator from {table} c \
         join scopes s on s.tenant_id = c.tenant_id and s.id = c.scope_id \
         join resources r on r.tenant_id = s.tenant_id and r.id = s.resource_id \
         where c.tenant_id = $1 and c.application_id = $2 order by r.name, r.id, s.name, s.id"
    );
    Ok(by_resource(db.fetch(sql.into(), params![application]).await?))
}

/// Scopes in order of their resources, put together.
pub(crate) fn by_resource(scopes: Vec<OfResource>) -> Vec<ConsentResourceScopes> {
    let mut grouped: Vec<ConsentResourceScopes> = Vec::new();
    for OfResource(resource, scope) in scopes {
        match grouped.last_mut().filter(|group| group.resource == resource) {
            Some(group) => group.scopes.push(scope),
            None => grouped.push(ConsentResourceScopes { resource, scopes: vec![scope] }),
        }
    }
    grouped
}

/// Lets an application ask for more scopes.
pub async fn add(tx: &Tx, application: &str, kind: ConsentScopeKind, scopes: &[String]) -> Result<()> {
    link(kind).add(tx, application, scopes, Existing::Keep).await
}

/// Takes a scope back; answers whether it was there.
pub async fn remove(tx: &Tx, application: &str, kind: ConsentScopeKind, scope: &str) -> Result<bool> {
    link(kind).remove(tx, application, scope).await
}
