//! What users may do in an organization through their roles there.

use avouch_model::organization_scopes::OrganizationScope;
use avouch_model::resources::Scope;

use crate::row::Columns as _;
use crate::{Read, Result, params};

/// The organization scopes that a user has, by name.
pub async fn list(db: &impl Read, organization: &str, user: &str) -> Result<Vec<OrganizationScope>> {
    let sql = format!(
        "select distinct {} from organization_role_user_relations h \
         join organization_role_scope_relations g \
           on g.tenant_id = h.tenant_id and g.organization_role_id = h.organization_role_id \
         join organization_scopes s on s.tenant_id = g.tenant_id and s.id = g.organization_scope_id \
         where h.tenant_id = $1 and h.organization_id = $2 and h.user_id = $3 order by s.name",
        OrganizationScope::columns("s")
    );
    db.fetch(sql.into(), params![organization, user]).await
}

/// The scopes of an API resource that a user has in an organization, or in any organization where none is given.
pub async fn of_resource(
    db: &impl Read,
    organization: Option<&str>,
    user: &str,
    indicator: &str,
) -> Result<Vec<Scope>> {
    let sql = format!(
        "select distinct {} from organization_role_user_relations h \
         join organization_role_resource_scope_relations g \
           on g.tenant_id = h.tenant_id and g.organization_role_id = h.organization_role_id \
         join scopes s on s.tenant_id = g.tenant_id and s.id = g.scope_id \
         join resources r on r.tenant_id = s.tenant_id and r.id = s.resource_id \
         where h.tenant_id = $1 and h.user_id = $2 and r.indicator = $3 \
           and ($4::varchar is null or h.organization_id = $4) order by s.name",
        Scope::columns("s")
    );
    db.fetch(sql.into(), params![user, indicator, organization]).await
}
