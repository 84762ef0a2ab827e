//! Organizations: groups of users and applications with roles of their own.

use avouch_shape::{Describe, Flag, Input, JsonObject, Patch, Text};
use serde::Serialize;

use crate::applications::Application;
use crate::branding::{Branding, PartialColor};
use crate::users::{FeaturedUser, UserInfo};
use crate::{Ids, Json, OrganizationId, OrganizationRoleId, SomeIds, TenantId, Timestamp, UserId};

/// An organization.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: OrganizationId,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Whatever the owner keeps with it.
    pub custom_data: Json,
    /// Whether its members need a second factor.
    pub is_mfa_required: bool,
    /// Whether a browser may stand for a second factor of its members; shown where it may not.
    #[serde(skip_serializing_if = "bool::clone")]
    pub is_trusted_device_allowed: bool,
    /// Colours of pages in its name.
    pub color: Json,
    /// Images of pages in its name.
    pub branding: Json,
    /// Style sheet of pages in its name.
    pub custom_css: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An organization in a list, with some of its members where they were asked for.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct FeaturedOrganization {
    /// The organization.
    #[serde(flatten)]
    pub organization: Organization,
    /// How many members it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users_count: Option<i64>,
    /// Up to three of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub featured_users: Option<Vec<FeaturedUser>>,
}

/// A role's identifier and name.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct NamedRole {
    /// Identifier.
    pub id: OrganizationRoleId,
    /// Name.
    pub name: String,
}

/// An organization with the roles that someone has in it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationWithRoles {
    /// The organization.
    #[serde(flatten)]
    pub organization: Organization,
    /// Roles there.
    pub organization_roles: Vec<NamedRole>,
}

/// A member with its roles.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserMember {
    /// The user.
    #[serde(flatten)]
    pub user: UserInfo,
    /// Roles in the organization.
    pub organization_roles: Vec<NamedRole>,
}

/// A machine-to-machine member with its roles.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationMember {
    /// The application.
    #[serde(flatten)]
    pub application: Application,
    /// Roles in the organization.
    pub organization_roles: Vec<NamedRole>,
}

/// A domain whose new users join by themselves.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct JitEmailDomain {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Organization.
    pub organization_id: OrganizationId,
    /// Domain.
    pub email_domain: String,
}

/// Which organizations to list.
#[derive(Debug, Default, Input)]
pub struct ListOrganizations {
    /// Part of the identifier or the name.
    pub q: Option<String>,
    /// Show how many members each has, and some of them.
    pub show_featured: Flag,
}

/// Which members to list.
#[derive(Debug, Default, Input)]
pub struct ListUserMembers {
    /// Part of an identifier or a name.
    pub q: Option<String>,
    /// Only those with this role.
    pub organization_role_id: Option<String>,
}

/// What to make an organization of.
#[derive(Debug, Input)]
pub struct CreateOrganization {
    /// Accepted and without effect: an organization belongs to the tenant of the request.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Text<1, 128>,
    /// Description.
    pub description: Patch<Text<0, 256>>,
    /// Whatever the owner keeps with it.
    pub custom_data: Option<JsonObject>,
    /// Whether its members need a second factor.
    pub is_mfa_required: Option<bool>,
    /// Whether a browser may stand for a second factor of its members; it may unless this says no.
    pub is_trusted_device_allowed: Option<bool>,
    /// Colours.
    pub color: Option<PartialColor>,
    /// Images.
    pub branding: Option<Branding>,
    /// Style sheet.
    pub custom_css: Patch<String>,
    /// Accepted and without effect: the server's clock decides.
    pub created_at: Option<f64>,
}

/// What to change of an organization.
#[derive(Debug, Input)]
pub struct UpdateOrganization {
    /// Accepted and without effect: identifiers do not change.
    pub id: Option<Text<0, 21>>,
    /// Accepted and without effect: an organization stays in its tenant.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Option<Text<1, 128>>,
    /// Description.
    pub description: Patch<Text<0, 256>>,
    /// Custom data; replaces all of it.
    pub custom_data: Option<JsonObject>,
    /// Whether its members need a second factor.
    pub is_mfa_required: Option<bool>,
    /// Whether a browser may stand for a second factor of its members; it may unless this says no.
    pub is_trusted_device_allowed: Option<bool>,
    /// Colours; replaces all of them.
    pub color: Option<PartialColor>,
    /// Images; replaces all of them.
    pub branding: Option<Branding>,
    /// Style sheet.
    pub custom_css: Patch<String>,
    /// Accepted and without effect: the past does not change.
    pub created_at: Option<f64>,
}

/// Users to add.
#[derive(Debug, Input)]
pub struct AddUsers {
    /// Identifiers.
    pub user_ids: SomeIds,
}

/// The users that were added.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct AddedUsers {
    /// Identifiers, as in the request.
    pub user_ids: Vec<UserId>,
}

/// All users that there shall be.
#[derive(Debug, Input)]
pub struct ReplaceUsers {
    /// Identifiers.
    pub user_ids: Ids,
}

/// Applications to add.
#[derive(Debug, Input)]
pub struct AddApplications {
    /// Identifiers.
    pub application_ids: SomeIds,
}

/// All applications that there shall be.
#[derive(Debug, Input)]
pub struct ReplaceApplications {
    /// Identifiers.
    pub application_ids: Ids,
}

/// Roles to give to several users.
#[derive(Debug, Input)]
pub struct GiveUsersRoles {
    /// Members.
    pub user_ids: SomeIds,
    /// Roles.
    pub organization_role_ids: SomeIds,
}

/// Roles to give to several applications.
#[derive(Debug, Input)]
pub struct GiveApplicationsRoles {
    /// Members.
    pub application_ids: SomeIds,
    /// Roles.
    pub organization_role_ids: SomeIds,
}

/// Roles by identifier or by name.
#[derive(Debug, Input)]
pub struct RolesOrNames {
    /// Identifiers.
    pub organization_role_ids: Option<Ids>,
    /// Names.
    pub organization_role_names: Option<Ids>,
}

/// The roles that were given.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct GivenRoles {
    /// Identifiers, each once.
    pub organization_role_ids: Vec<String>,
}

/// Roles of organizations.
#[derive(Debug, Input)]
pub struct SomeOrganizationRoles {
    /// Identifiers.
    pub organization_role_ids: SomeIds,
}

/// All roles of organizations that there shall be.
#[derive(Debug, Input)]
pub struct AllOrganizationRoles {
    /// Identifiers.
    pub organization_role_ids: Ids,
}

/// Enterprise connectors.
#[derive(Debug, Input)]
pub struct SomeSsoConnectors {
    /// Identifiers.
    pub sso_connector_ids: SomeIds,
}

/// All enterprise connectors that there shall be.
#[derive(Debug, Input)]
pub struct AllSsoConnectors {
    /// Identifiers.
    pub sso_connector_ids: Ids,
}

/// A domain to add.
#[derive(Debug, Input)]
pub struct AddEmailDomain {
    /// Domain.
    pub email_domain: Text<1, 128>,
}

/// All domains that there shall be.
#[derive(Debug, Input)]
pub struct ReplaceEmailDomains {
    /// Domains.
    pub email_domains: Ids,
}
