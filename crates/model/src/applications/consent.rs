//! What a third-party application may be given when a user consents.

use avouch_shape::{Describe, Input};
use serde::Serialize;

use crate::organizations::Organization;
use crate::{Ids, SomeIds};

/// A scope about the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Input)]
pub enum UserScope {
    /// Profile.
    #[shape(name = "profile")]
    Profile,
    /// E-mail address.
    #[shape(name = "email")]
    Email,
    /// Phone number.
    #[shape(name = "phone")]
    Phone,
    /// Postal address.
    #[shape(name = "address")]
    Address,
    /// Custom data.
    #[shape(name = "custom_data")]
    CustomData,
    /// Identities at providers.
    #[shape(name = "identities")]
    Identities,
    /// Role names.
    #[shape(name = "roles")]
    Roles,
    /// Organizations.
    #[shape(name = "urn:logto:scope:organizations")]
    Organizations,
    /// Organization roles.
    #[shape(name = "urn:logto:scope:organization_roles")]
    OrganizationRoles,
    /// Sessions, through the Account API.
    #[shape(name = "urn:logto:scope:sessions")]
    Sessions,
    /// Trusted devices, through the Account API.
    #[shape(name = "urn:logto:scope:trusted_devices")]
    TrustedDevices,
}

/// Scopes to let an application ask for.
#[derive(Debug, Input)]
pub struct AddConsentScopes {
    /// Organization scopes.
    pub organization_scopes: Option<Ids>,
    /// Scopes of API resources.
    pub resource_scopes: Option<Ids>,
    /// Scopes of API resources that come through organizations.
    pub organization_resource_scopes: Option<Ids>,
    /// Scopes about the user.
    pub user_scopes: Option<Vec<UserScope>>,
}

/// A scope with what consent pages show.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct ConsentScope {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
}

/// A resource with what consent pages show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Describe)]
pub struct ConsentResource {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Resource indicator.
    pub indicator: String,
}

/// Scopes of one resource.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct ConsentResourceScopes {
    /// Resource.
    pub resource: ConsentResource,
    /// Scopes.
    pub scopes: Vec<ConsentScope>,
}

/// Scopes that an application may ask for.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ConsentScopes {
    /// Organization scopes.
    pub organization_scopes: Vec<ConsentScope>,
    /// Scopes of API resources.
    pub resource_scopes: Vec<ConsentResourceScopes>,
    /// Scopes of API resources that come through organizations.
    pub organization_resource_scopes: Vec<ConsentResourceScopes>,
    /// Scopes about the user.
    pub user_scopes: Vec<UserScope>,
}

/// A kind of scope, as paths name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ConsentScopeKind {
    /// Organization scopes.
    #[shape(name = "organization-scopes")]
    Organization,
    /// Scopes of API resources.
    #[shape(name = "resource-scopes")]
    Resource,
    /// Scopes of API resources that come through organizations.
    #[shape(name = "organization-resource-scopes")]
    OrganizationResource,
    /// Scopes about the user.
    #[shape(name = "user-scopes")]
    User,
}

/// Which scope an application may no longer ask for.
#[derive(Debug, Input)]
pub struct OneConsentScope {
    /// Application.
    pub application_id: String,
    /// Kind of scope.
    pub scope_type: ConsentScopeKind,
    /// Scope: its identifier, or the name of one about the user.
    pub scope_id: String,
}

/// Organizations that a user lets an application act for.
#[derive(Debug, Serialize, Describe)]
pub struct ConsentOrganizations {
    /// Organizations.
    pub organizations: Vec<Organization>,
}

/// Organizations to add.
#[derive(Debug, Input)]
pub struct AddConsentOrganizations {
    /// Identifiers.
    pub organization_ids: SomeIds,
}

/// All organizations that there shall be.
#[derive(Debug, Input)]
pub struct ReplaceConsentOrganizations {
    /// Identifiers.
    pub organization_ids: Ids,
}
