//! Tenant-level roles.

use avouch_shape::{Describe, Input, List, Text};
use serde::Serialize;

use crate::applications::FeaturedApplication;
use crate::users::FeaturedUser;
use crate::{RoleId, RoleType, TenantId};

/// Name of the role that opens a tenant's Management API to an application.
pub const INTERNAL_ADMIN: &str = "#internal:admin";

/// What the names of roles begin with that lists do not show.
pub const INTERNAL_PREFIX: &str = "#internal:";

/// A named set of scopes for users or for applications.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: RoleId,
    /// Name, unique within the tenant.
    pub name: String,
    /// Description.
    pub description: String,
    /// Who it can be given to.
    pub r#type: RoleType,
    /// Whether new users get it.
    pub is_default: bool,
}

/// A role as lists show it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct RoleWithHolders {
    /// The role.
    #[serde(flatten)]
    pub role: Role,
    /// How many users hold it.
    pub users_count: i64,
    /// Up to three of them.
    pub featured_users: Vec<FeaturedUser>,
    /// How many applications hold it.
    pub applications_count: i64,
    /// Up to three of them.
    pub featured_applications: Vec<FeaturedApplication>,
}

/// Which roles to list.
#[derive(Debug, Default, Input)]
pub struct ListRoles {
    /// Only roles for users, or only roles for applications.
    pub r#type: Option<RoleType>,
    /// Leave out those that this user holds.
    pub exclude_user_id: Option<String>,
    /// Leave out those that this application holds.
    pub exclude_application_id: Option<String>,
}

/// What to make a role of.
#[derive(Debug, Input)]
pub struct CreateRole {
    /// Accepted and without effect: a role belongs to the tenant of the request.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name, unique within the tenant.
    pub name: Text<1, 128>,
    /// Description.
    pub description: Text<1, 128>,
    /// Who it can be given to; users unless set.
    pub r#type: Option<RoleType>,
    /// Whether new users get it.
    pub is_default: Option<bool>,
    /// Scopes it grants from the start.
    pub scope_ids: Option<List<Text<1, 128>, 0, 1000>>,
}

/// What to change of a role.
#[derive(Debug, Input)]
pub struct UpdateRole {
    /// Accepted and without effect: a role stays in its tenant.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name, unique within the tenant.
    pub name: Option<Text<1, 128>>,
    /// Description.
    pub description: Option<Text<1, 128>>,
    /// Whether new users get it.
    pub is_default: Option<bool>,
}

/// Users to give a role to.
#[derive(Debug, Input)]
pub struct RoleUsers {
    /// Identifiers of users.
    pub user_ids: List<Text<1, 128>, 1, 1000>,
}

/// Applications to give a role to.
#[derive(Debug, Input)]
pub struct RoleApplications {
    /// Identifiers of machine-to-machine applications.
    pub application_ids: List<Text<1, 128>, 1, 1000>,
}

/// Scopes to add to a role.
#[derive(Debug, Input)]
pub struct RoleScopes {
    /// Identifiers of scopes.
    pub scope_ids: List<Text<1, 128>, 1, 1000>,
}
