//! Roles that users and applications have in an organization: one set of roles for all organizations of a tenant.

use avouch_shape::{Describe, Input, Patch, Text};
use serde::Serialize;

use crate::{Ids, OrganizationRoleId, OrganizationScopeId, ResourceId, RoleType, ScopeId, SomeIds, TenantId};

/// A role in organizations.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRole {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: OrganizationRoleId,
    /// Name, unique within the tenant.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Who it can be given to.
    pub r#type: RoleType,
}

/// An organization scope's identifier and name.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct NamedScope {
    /// Identifier.
    pub id: OrganizationScopeId,
    /// Name.
    pub name: String,
}

/// An API resource's identifier and name.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct NamedResource {
    /// Identifier.
    pub id: ResourceId,
    /// Name.
    pub name: String,
}

/// A scope of an API resource, and which resource that is.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct NamedResourceScope {
    /// Identifier.
    pub id: ScopeId,
    /// Name.
    pub name: String,
    /// Its resource.
    pub resource: NamedResource,
}

/// A role with what it grants.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRoleWithScopes {
    /// The role.
    #[serde(flatten)]
    pub role: OrganizationRole,
    /// Organization scopes.
    pub scopes: Vec<NamedScope>,
    /// Scopes of API resources.
    pub resource_scopes: Vec<NamedResourceScope>,
}

/// Which roles to list.
#[derive(Debug, Default, Input)]
pub struct Containing {
    /// Part of the identifier, the name or the description.
    pub q: Option<String>,
}

/// What to make a role of.
#[derive(Debug, Input)]
pub struct CreateOrganizationRole {
    /// Accepted and without effect: a role belongs to the tenant of the request.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name, unique within the tenant.
    pub name: Text<1, 128>,
    /// Description.
    pub description: Patch<Text<0, 256>>,
    /// Who it can be given to; users unless set.
    pub r#type: Option<RoleType>,
    /// Organization scopes it grants from the start.
    pub organization_scope_ids: Option<Ids>,
    /// Scopes of API resources it grants from the start.
    pub resource_scope_ids: Option<Ids>,
}

/// What to change of a role.
#[derive(Debug, Input)]
pub struct UpdateOrganizationRole {
    /// Accepted and without effect: identifiers do not change.
    pub id: Option<Text<0, 21>>,
    /// Accepted and without effect: a role stays in its tenant.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Option<Text<1, 128>>,
    /// Description.
    pub description: Patch<Text<0, 256>>,
    /// Who it can be given to.
    pub r#type: Option<RoleType>,
}

/// Organization scopes.
#[derive(Debug, Input)]
pub struct SomeOrganizationScopes {
    /// Identifiers.
    pub organization_scope_ids: SomeIds,
}

/// All organization scopes that there shall be.
#[derive(Debug, Input)]
pub struct AllOrganizationScopes {
    /// Identifiers.
    pub organization_scope_ids: Ids,
}

/// Scopes of API resources.
#[derive(Debug, Input)]
pub struct SomeScopes {
    /// Identifiers.
    pub scope_ids: SomeIds,
}

/// All scopes of API resources that there shall be.
#[derive(Debug, Input)]
pub struct AllScopes {
    /// Identifiers.
    pub scope_ids: Ids,
}
