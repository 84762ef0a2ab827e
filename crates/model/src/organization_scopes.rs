//! Permissions within an organization, granted by organization roles.

use avouch_shape::{Describe, Input, Patch, Text};
use serde::Serialize;

use crate::{OrganizationScopeId, TenantId};

/// A permission within an organization.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationScope {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: OrganizationScopeId,
    /// Name, unique within the tenant: the value in `scope`.
    pub name: String,
    /// Description.
    pub description: Option<String>,
}

/// What to make a scope of.
#[derive(Debug, Input)]
pub struct CreateOrganizationScope {
    /// Accepted and without effect: a scope belongs to the tenant of the request.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name, unique within the tenant.
    pub name: Text<1, 128>,
    /// Description.
    pub description: Patch<Text<0, 256>>,
}

/// What to change of a scope.
#[derive(Debug, Input)]
pub struct UpdateOrganizationScope {
    /// Accepted and without effect: identifiers do not change.
    pub id: Option<Text<0, 21>>,
    /// Accepted and without effect: a scope stays in its tenant.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Option<Text<1, 128>>,
    /// Description.
    pub description: Patch<Text<0, 256>>,
}
