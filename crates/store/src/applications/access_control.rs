//! Rules about who may use an application.

use avouch_model::applications::access_control::{AccessControl, OrganizationRoleRule};

use crate::relation::Link;
use crate::sql::Sql;
use crate::{Read, Result, Tx, params};

const USERS: Link =
    Link { table: "application_access_control_user_relations", parent: "application_id", child: "user_id" };
const ROLES: Link =
    Link { table: "application_access_control_user_role_relations", parent: "application_id", child: "role_id" };
const ORGANIZATIONS: Link = Link {
    table: "application_access_control_organization_relations",
    parent: "application_id",
    child: "organization_id",
};

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

/// The rules of an application.
pub async fn get(db: &impl Read, application: &str) -> Result<AccessControl> {
    let sql = "select organization_id, organization_role_id from application_access_control_org_role_relations \
               where tenant_id = $1 and application_id = $2 order by organization_id, organization_role_id";
    let mut rules: Vec<OrganizationRoleRule> = Vec::new();
    for (organization_id, role) in db.fetch::<(String, String)>(sql.into(), params![application]).await? {
        match rules.last_mut().filter(|rule| rule.organization_id == organization_id) {
            Some(rule) => rule.organization_role_ids.push(role),
            None => rules.push(OrganizationRoleRule { organization_id, organization_role_ids: vec![role] }),
        }
    }
    Ok(AccessControl {
        user_ids: USERS.children(db, application).await?,
        user_role_ids: ROLES.children(db, application).await?,
        organization_ids: ORGANIZATIONS.children(db, application).await?,
        organization_role_rules: rules,
    })
}

/// Replaces all rules of an application.
pub async fn replace(tx: &Tx, application: &str, rules: &AccessControl) -> Result<()> {
    USERS.replace(tx, application, &rules.user_ids).await?;
    ROLES.replace(tx, application, &rules.user_role_ids).await?;
    ORGANIZATIONS.replace(tx, application, &rules.organization_ids).await?;
    let sql = "delete from application_access_control_org_role_relations where tenant_id = $1 and application_id = $2";
    tx.execute(sql.into(), params![application]).await?;
    for rule in &rules.organization_role_rules {
        for roles in rule.organization_role_ids.chunks(500) {
            let mut sql = Sql::new(
                "insert into application_access_control_org_role_relations \
                 (tenant_id, application_id, organization_id, organization_role_id) values ",
            );
            let (application, organization) = (sql.bind(application), sql.bind(&rule.organization_id));
            for (at, role) in roles.iter().enumerate() {
                let role = sql.bind(role);
                let comma = if at > 0 { ", " } else { "" };
                sql.push(&format!("{comma}($1, ${application}, ${organization}, ${role})"));
            }
            tx.run(sql).await?;
        }
    }
    Ok(())
}

/// Whether the rules of an application let a user in.
pub async fn admits(db: &impl Read, application: &str, user: &str) -> Result<bool> {
    db.exists(
        "select 1::bigint from application_access_control_user_relations \
           where tenant_id = $1 and application_id = $2 and user_id = $3 \
         union all select 1 from application_access_control_user_role_relations r \
           join users_roles h on h.tenant_id = r.tenant_id and h.role_id = r.role_id \
           where r.tenant_id = $1 and r.application_id = $2 and h.user_id = $3 \
         union all select 1 from application_access_control_organization_relations o \
           join organization_user_relations m on m.tenant_id = o.tenant_id and m.organization_id = o.organization_id \
           where o.tenant_id = $1 and o.application_id = $2 and m.user_id = $3 \
         union all select 1 from application_access_control_org_role_relations g \
           join organization_role_user_relations h on h.tenant_id = g.tenant_id \
             and h.organization_id = g.organization_id and h.organization_role_id = g.organization_role_id \
           where g.tenant_id = $1 and g.application_id = $2 and h.user_id = $3 \
         limit 1",
        params![application, user],
    )
    .await
}
