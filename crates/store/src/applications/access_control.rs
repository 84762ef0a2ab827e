//! Rules about who may use an application.

use crate::{Read, Result, params};

/// Whether an application has any rule.
pub async fn has_rules(db: &impl Read, application: &str) -> Result<bool> {
    db.exists(
        "select 1::bigint from application_access_control_user_relations where tenant_id = $1 and application_id = $2 \
         union all select 1 from application_access_control_user_role_relations where tenant_id = $1 and application_id = $2 \
         union all select 1 from application_access_control_organization_relations where tenant_id = $1 and application_id = $2 \
         union all select 1 from application_access_control_org_role_relations where tenant_id = $1 and application_id = $2 \
         limit 1",
        params![application],
    )
    .await
}
