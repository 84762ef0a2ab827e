//! Who may use an application.

use avouch_shape::{Describe, Input, List, Text};
use serde::Serialize;

/// Identifiers of a rule.
pub type RuleIds = List<Text<1, 128>, 0, 2000>;

/// Roles in one organization that may use an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRoleRule {
    /// Organization.
    pub organization_id: String,
    /// Roles there.
    pub organization_role_ids: Vec<String>,
}

/// Who may use an application, once that is limited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct AccessControl {
    /// Users.
    pub user_ids: Vec<String>,
    /// Users with these roles.
    pub user_role_ids: Vec<String>,
    /// Members of these organizations.
    pub organization_ids: Vec<String>,
    /// Those with a role in an organization.
    pub organization_role_rules: Vec<OrganizationRoleRule>,
}

/// Roles in one organization, as a request gives them.
#[derive(Debug, Input)]
pub struct SetOrganizationRoleRule {
    /// Organization.
    pub organization_id: Text<1, 128>,
    /// Roles there.
    pub organization_role_ids: RuleIds,
}

/// Who may use an application; replaces all rules.
#[derive(Debug, Input)]
pub struct SetAccessControl {
    /// Users.
    pub user_ids: RuleIds,
    /// Users with these roles.
    pub user_role_ids: RuleIds,
    /// Members of these organizations.
    pub organization_ids: RuleIds,
    /// Those with a role in an organization.
    pub organization_role_rules: List<SetOrganizationRoleRule, 0, 2000>,
}
