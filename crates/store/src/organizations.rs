//! Organizations, as far as tokens of applications need them.

use avouch_model::{OrganizationId, ScopeId};

use crate::{Read, Result, params};

/// Whether an application is a member of an organization.
pub async fn has_application(db: &impl Read, organization: &OrganizationId, application: &str) -> Result<bool> {
    let sql = "select 1::bigint from organization_application_relations \
               where tenant_id = $1 and organization_id = $2 and application_id = $3";
    db.exists(sql, params![organization, application]).await
}

/// Names of the organization scopes that an application has in an organization through its roles there.
pub async fn application_scopes(
    db: &impl Read,
    organization: &OrganizationId,
    application: &str,
) -> Result<Vec<String>> {
    let sql = "select distinct s.name from organization_role_application_relations h \
               join organization_role_scope_relations g on g.tenant_id = h.tenant_id and g.organization_role_id = h.organization_role_id \
               join organization_scopes s on s.tenant_id = g.tenant_id and s.id = g.organization_scope_id \
               where h.tenant_id = $1 and h.organization_id = $2 and h.application_id = $3 order by s.name";
    let rows = db.fetch::<(String,)>(sql.into(), params![organization, application]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Scopes of API resources that an application has in an organization through its roles there.
pub async fn application_resource_scopes(
    db: &impl Read,
    organization: &OrganizationId,
    application: &str,
) -> Result<Vec<ScopeId>> {
    let sql = "select distinct g.scope_id from organization_role_application_relations h \
               join organization_role_resource_scope_relations g \
                 on g.tenant_id = h.tenant_id and g.organization_role_id = h.organization_role_id \
               where h.tenant_id = $1 and h.organization_id = $2 and h.application_id = $3";
    let rows = db.fetch::<(ScopeId,)>(sql.into(), params![organization, application]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
