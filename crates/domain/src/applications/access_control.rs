//! Who may use an application.

use std::collections::{BTreeMap, BTreeSet};

use avouch_model::applications::access_control::{
    AccessControl, OrganizationRoleRule, RuleIds, SetAccessControl, SetOrganizationRoleRule,
};
use avouch_store::Tenant;
use avouch_store::applications::access_control as stored;

use super::existing;
use crate::{Error, Result};

/// Most entries of a list once each is counted once.
const MOST: usize = 1000;

/// The rules of an application.
pub async fn get(tenant: &Tenant, application: &str) -> Result<AccessControl> {
    existing(tenant, application).await?;
    Ok(stored::get(tenant, application).await?)
}

/// Replaces the rules of an application.
pub async fn set(tenant: &Tenant, application: &str, input: SetAccessControl) -> Result<AccessControl> {
    let rules = distinct(input)?;
    let tx = tenant.begin().await?;
    let found = existing(&tx, application).await?;
    if found.app_level_access_control_enabled && rules == AccessControl::default() {
        let details = "access control is enabled and needs at least one rule.".to_owned();
        return Err(Error::UnprocessableInput { details });
    }
    stored::replace(&tx, application, &rules).await?;
    let rules = stored::get(&tx, application).await?;
    tx.commit().await?;
    Ok(rules)
}

/// The rules with each identifier once and one group for each organization.
fn distinct(input: SetAccessControl) -> Result<AccessControl> {
    let SetAccessControl { user_ids, user_role_ids, organization_ids, organization_role_rules } = input;
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for SetOrganizationRoleRule { organization_id, organization_role_ids } in organization_role_rules {
        if organization_role_ids.is_empty() {
            let details = "a rule about an organization needs at least one role.".to_owned();
            return Err(Error::UnprocessableInput { details });
        }
        groups.entry(organization_id.into()).or_default().extend(organization_role_ids.into_iter().map(Into::into));
    }
    if groups.len() > MOST || groups.values().map(BTreeSet::len).sum::<usize>() > MOST {
        return Err(too_many());
    }
    let organization_role_rules = groups
        .into_iter()
        .map(|(organization_id, roles)| OrganizationRoleRule {
            organization_id,
            organization_role_ids: roles.into_iter().collect(),
        })
        .collect();
    Ok(AccessControl {
        user_ids: once(user_ids)?,
        user_role_ids: once(user_role_ids)?,
        organization_ids: once(organization_ids)?,
        organization_role_rules,
    })
}

fn too_many() -> Error {
    Error::InvalidInput { details: format!("a list has at most {MOST} entries.") }
}

fn once(ids: RuleIds) -> Result<Vec<String>> {
    let ids: BTreeSet<String> = ids.into_iter().map(Into::into).collect();
    if ids.len() > MOST { Err(too_many()) } else { Ok(ids.into_iter().collect()) }
}
