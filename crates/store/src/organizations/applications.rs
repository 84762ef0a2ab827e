//! Machine-to-machine applications that are members of an organization.

pub mod roles;

use avouch_model::applications::Application;
use avouch_model::organizations::{ApplicationMember, Organization, OrganizationWithRoles};
use avouch_model::{OrganizationId, ScopeId};

use super::{APPLICATIONS, Roles};
use crate::relation::Existing;
use crate::row::Columns as _;
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params, scope};

/// The members of an organization with their roles, newest applications first.
pub async fn list(
    db: &impl Read,
    organization: &str,
    search: &Search,
    page: Option<Page>,
) -> Result<Listing<ApplicationMember>> {
    let mut from = Sql::new(
        "from applications a join organization_application_relations m \
         on m.tenant_id = a.tenant_id and m.application_id = a.id where a.tenant_id = $1",
    );
    from.push_with(" and m.organization_id = {}", organization);
    search.apply(&mut from, "a", scope::dialect(db));
    let found = db.list::<Application>(Application::columns("a"), from, "a.created_at desc, a.id desc", page).await?;
    let ids = crate::texts(found.rows.iter().map(|application| application.id.as_str()));
    let sql = "select h.application_id, r.id, r.name from organization_role_application_relations h \
               join organization_roles r on r.tenant_id = h.tenant_id and r.id = h.organization_role_id \
               where h.tenant_id = $1 and h.organization_id = $2 and h.application_id = any($3) order by r.name, r.id";
    let roles = Roles::read(db, sql.to_owned(), vec![organization.into(), ids]).await?;
    Ok(found
        .map(|application| ApplicationMember { organization_roles: roles.of(application.id.as_str()), application }))
}

/// The organizations that an application is a member of, with its roles there.
pub async fn organizations(
    db: &impl Read,
    application: &str,
    page: Option<Page>,
) -> Result<Listing<OrganizationWithRoles>> {
    let mut from = Sql::new(
        "from organizations o join organization_application_relations m \
         on m.tenant_id = o.tenant_id and m.organization_id = o.id where o.tenant_id = $1",
    );
    from.push_with(" and m.application_id = {}", application);
    let found = db.list::<Organization>(Organization::columns("o"), from, "o.name, o.id", page).await?;
    let sql = "select h.organization_id, r.id, r.name from organization_role_application_relations h \
               join organization_roles r on r.tenant_id = h.tenant_id and r.id = h.organization_role_id \
               where h.tenant_id = $1 and h.application_id = $2 order by r.name, r.id";
    let roles = Roles::read(db, sql.to_owned(), params![application]).await?;
    Ok(found.map(|organization| OrganizationWithRoles {
        organization_roles: roles.of(organization.id.as_str()),
        organization,
    }))
}

/// Identifiers of all members.
pub async fn ids(db: &impl Read, organization: &str) -> Result<Vec<String>> {
    APPLICATIONS.children(db, organization).await
}

/// Those of several applications that are members.
pub async fn among(db: &impl Read, organization: &str, applications: &[String]) -> Result<Vec<String>> {
    APPLICATIONS.among(db, organization, applications).await
}

/// Adds members; those who are members already stay as they are.
pub async fn add(tx: &Tx, organization: &str, applications: &[String]) -> Result<()> {
    APPLICATIONS.add(tx, organization, applications, Existing::Keep).await
}

/// Makes these applications the members; those who stay keep their roles.
pub async fn replace(tx: &Tx, organization: &str, applications: &[String]) -> Result<()> {
    APPLICATIONS.replace(tx, organization, applications).await
}

/// Removes a member; answers whether the application was one.
pub async fn remove(tx: &Tx, organization: &str, application: &str) -> Result<bool> {
    APPLICATIONS.remove(tx, organization, application).await
}

/// Whether an application is a member of an organization.
pub async fn is_member(db: &impl Read, organization: &OrganizationId, application: &str) -> Result<bool> {
    let sql = "select 1::bigint from organization_application_relations \
               where tenant_id = $1 and organization_id = $2 and application_id = $3";
    db.exists(sql, params![organization, application]).await
}

/// Names of the organization scopes that an application has in an organization through its roles there.
pub async fn scopes(db: &impl Read, organization: &OrganizationId, application: &str) -> Result<Vec<String>> {
    let sql = "select distinct s.name from organization_role_application_relations h \
               join organization_role_scope_relations g on g.tenant_id = h.tenant_id and g.organization_role_id = h.organization_role_id \
               join organization_scopes s on s.tenant_id = g.tenant_id and s.id = g.organization_scope_id \
               where h.tenant_id = $1 and h.organization_id = $2 and h.application_id = $3 order by s.name";
    let rows = db.fetch::<(String,)>(sql.into(), params![organization, application]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Scopes of API resources that an application has in an organization through its roles there.
pub async fn resource_scopes(db: &impl Read, organization: &OrganizationId, application: &str) -> Result<Vec<ScopeId>> {
    let sql = "select distinct g.scope_id from organization_role_application_relations h \
               join organization_role_resource_scope_relations g \
                 on g.tenant_id = h.tenant_id and g.organization_role_id = h.organization_role_id \
               where h.tenant_id = $1 and h.organization_id = $2 and h.application_id = $3";
    let rows = db.fetch::<(ScopeId,)>(sql.into(), params![organization, application]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
