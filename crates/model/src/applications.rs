//! Applications: what OAuth calls clients.

pub mod access_control;
pub mod consent;
pub mod protected;
pub mod sign_in_experience;

use avouch_shape::{Describe, Flag, Input, Int, JsonObject, List, Many, Patch, Text};
use serde::{Deserialize, Serialize};

use crate::{ApplicationId, Json, Millis, RedirectUri, TenantId, Timestamp};

/// What kind of client an application is; it decides how it authenticates and which grants it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Input)]
pub enum ApplicationType {
    /// Installed on a device: a public client.
    Native,
    /// Runs in a browser: a public client.
    #[shape(name = "SPA")]
    Spa,
    /// Runs on a server: a confidential client.
    Traditional,
    /// Acts for itself, without a user.
    MachineToMachine,
    /// Sits behind an authenticating proxy.
    Protected,
    /// A SAML service provider.
    #[shape(name = "SAML")]
    Saml,
}

impl ApplicationType {
    /// Whether applications of this type authenticate with secrets.
    pub fn has_secrets(self) -> bool {
        match self {
            Self::Traditional | Self::MachineToMachine | Self::Protected => true,
            Self::Native | Self::Spa | Self::Saml => false,
        }
    }
}

/// Client metadata that OpenID Connect names.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct OidcClientMetadata {
    /// Where authorization answers may go.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where a browser may go after sign-out.
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// Told when a session ends (OpenID Connect Back-Channel Logout).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<crate::WebUrl>,
    /// Whether logout tokens must name the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_session_required: Option<bool>,
    /// Logo for consent pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
}

/// Client metadata beyond OpenID Connect.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct CustomClientMetadata {
    /// Origins that may call the token endpoints from a browser, besides those of the redirect URIs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cors_allowed_origins: Option<Vec<Text<1, 2048>>>,
    /// Lifetime of ID tokens in seconds; 3600 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_ttl: Option<Int<1, 31_536_000>>,
    /// Lifetime of refresh tokens in seconds; superseded by the one in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token_ttl: Option<Int<1, 31_536_000>>,
    /// Lifetime of refresh tokens in days; 14 unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token_ttl_in_days: Option<Int<1, 180>>,
    /// The tenant that an application of the admin tenant acts for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Whether refresh tokens are issued without `offline_access`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub always_issue_refresh_token: Option<bool>,
    /// Whether refresh tokens rotate; true unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotate_refresh_token: Option<bool>,
    /// Whether the token exchange grant is open to the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_token_exchange: Option<bool>,
    /// Whether a native application uses the device grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_device_flow: Option<bool>,
    /// Public keys (RFC 7517 section 5) that the application proves with who it is; then it has no use for secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<JsonObject>,
    /// Where the application publishes such keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<crate::WebUrl>,
    /// Whether the application's access tokens are always bound to a key of its own (RFC 9449).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpop_bound_access_tokens: Option<bool>,
    /// Whether the application pushes its authorization requests, and does nothing else (RFC 9126).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require_pushed_authorization_requests: Option<bool>,
    /// How many grants a user may have at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_allowed_grants: Option<Int<1, 1_000_000>>,
}

/// A path that a protected application's proxy guards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Input)]
pub struct PageRule {
    /// Pattern of the path.
    pub path: String,
}

/// A claim-bearing scope that a protected application asks for besides the usual ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum AdditionalScope {
    /// Custom data.
    #[shape(name = "custom_data")]
    CustomData,
    /// Social and enterprise identities.
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
}

/// Where a new protected application lives.
#[derive(Clone, Debug, Input)]
pub struct NewProtectedAppMetadata {
    /// First label of the public host name.
    pub sub_domain: String,
    /// The server behind the proxy.
    pub origin: crate::WebUrl,
}

/// What of a protected application can be changed.
#[derive(Clone, Debug, Input)]
pub struct ProtectedAppMetadataChange {
    /// The server behind the proxy.
    pub origin: Option<crate::WebUrl>,
    /// Lifetime of the proxy's session in seconds.
    pub session_duration: Option<Int<1, 31_536_000>>,
    /// Which paths need a session.
    pub page_rules: Option<Vec<PageRule>>,
    /// Scopes to ask for besides the usual ones.
    pub additional_scopes: Option<Vec<AdditionalScope>>,
}

/// Whether a client identifier is the address of a document about the client, not the name of a row.
pub fn is_document(client: &str) -> bool {
    client.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"))
}

/// An application as the API shows it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier: the OAuth `client_id`.
    pub id: ApplicationId,
    /// Name.
    pub name: String,
    /// A secret from before secrets had names; new applications have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Kind of client.
    pub r#type: ApplicationType,
    /// OpenID Connect metadata.
    pub oidc_client_metadata: OidcClientMetadata,
    /// Metadata beyond OpenID Connect.
    pub custom_client_metadata: CustomClientMetadata,
    /// Metadata of a protected application.
    pub protected_app_metadata: Option<Json>,
    /// Whatever the owner keeps with it.
    pub custom_data: Json,
    /// Whether users are asked before it gets their data.
    pub is_third_party: bool,
    /// Whether only listed users may use it.
    pub app_level_access_control_enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An application with its rights over the Management API.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationDetails {
    /// The application.
    #[serde(flatten)]
    pub application: Application,
    /// Whether it holds the internal role that opens the Management API.
    pub is_admin: bool,
}

/// An application in a role's list.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct FeaturedApplication {
    /// Identifier.
    pub id: ApplicationId,
    /// Name.
    pub name: String,
    /// Kind of client.
    pub r#type: ApplicationType,
}

/// What to make an application of.
#[derive(Debug, Input)]
pub struct CreateApplication {
    /// Name.
    pub name: Text<1, 256>,
    /// Description.
    pub description: Patch<String>,
    /// Kind of client; it cannot be changed later.
    pub r#type: ApplicationType,
    /// OpenID Connect metadata.
    pub oidc_client_metadata: Option<OidcClientMetadata>,
    /// Metadata beyond OpenID Connect.
    pub custom_client_metadata: Option<CustomClientMetadata>,
    /// Whatever the owner keeps with it.
    pub custom_data: Option<JsonObject>,
    /// Whether users are asked before it gets their data.
    pub is_third_party: Option<bool>,
    /// Host and origin of a protected application.
    pub protected_app_metadata: Option<NewProtectedAppMetadata>,
}

/// What to change of an application.
#[derive(Debug, Default, Input)]
pub struct UpdateApplication {
    /// Name.
    pub name: Option<Text<1, 256>>,
    /// Description.
    pub description: Patch<String>,
    /// OpenID Connect metadata; replaces all of it.
    pub oidc_client_metadata: Option<OidcClientMetadata>,
    /// Metadata beyond OpenID Connect; replaces all of it.
    pub custom_client_metadata: Option<CustomClientMetadata>,
    /// Custom data; replaces all of it.
    pub custom_data: Option<JsonObject>,
    /// Whether only listed users may use it.
    pub app_level_access_control_enabled: Option<bool>,
    /// Whether it holds the internal role that opens the Management API.
    pub is_admin: Option<bool>,
    /// Metadata of a protected application; merged.
    pub protected_app_metadata: Patch<ProtectedAppMetadataChange>,
}

/// Whether only third-party applications are wanted, or only first-party ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum TrueOrFalse {
    /// Third-party applications.
    #[shape(name = "true")]
    True,
    /// First-party applications.
    #[shape(name = "false")]
    False,
}

/// Which applications to list.
#[derive(Debug, Input)]
pub struct ListApplications {
    /// Kinds of client; repeat for several.
    pub types: Many<ApplicationType>,
    /// Leave out those that hold this role.
    pub exclude_role_id: Option<String>,
    /// Leave out members of this organization.
    pub exclude_organization_id: Option<String>,
    /// Only third-party, or only first-party applications.
    pub is_third_party: Option<TrueOrFalse>,
}

/// A secret of an application.
#[derive(Clone, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSecret {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Whose secret it is.
    pub application_id: ApplicationId,
    /// Name, unique within the application.
    pub name: String,
    /// The secret in clear.
    pub value: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops to work.
    pub expires_at: Option<Timestamp>,
}

impl std::fmt::Debug for ApplicationSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ApplicationSecret")
            .field("application_id", &self.application_id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What to make a secret of.
#[derive(Debug, Input)]
pub struct CreateSecret {
    /// Name, unique within the application.
    pub name: Text<1, 256>,
    /// When it stops to work, in milliseconds since the epoch; never unless set.
    pub expires_at: Patch<Millis>,
}

/// What to change of a secret.
#[derive(Debug, Input)]
pub struct UpdateSecret {
    /// New name.
    pub name: Text<1, 256>,
}

/// Roles to give to an application.
#[derive(Debug, Input)]
pub struct ApplicationRoles {
    /// Identifiers of machine-to-machine roles.
    pub role_ids: List<Text<1, 128>, 0, 1000>,
}

/// Which roles were given, and which of them are new.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct AddedRoles {
    /// Roles of the request.
    pub role_ids: Vec<crate::RoleId>,
    /// Those that were not held before.
    pub added_role_ids: Vec<crate::RoleId>,
}

/// Query flags of reads that can show more.
#[derive(Debug, Default, Input)]
pub struct IncludeScopes {
    /// Show each resource's scopes too.
    pub include_scopes: Flag,
}
