//! Values of the `logto_configs` table.

pub mod actions;
pub mod jwt_customizer;

use avouch_shape::{Describe, Input, Int};
use serde::{Deserialize, Serialize};

use crate::KeyId;

/// Where a signing key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum KeyStatus {
    /// Published, signs from a later time on.
    Next,
    /// Signs.
    Current,
    /// Signs no more; its tokens are still accepted.
    Previous,
}

/// A private key as it is stored under `oidc.privateKeys`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredKey {
    /// Identifier.
    pub id: KeyId,
    /// PKCS#8 PEM, or the secret of a cookie key.
    pub value: String,
    /// When it was made, in seconds since the epoch.
    pub created_at: i64,
    /// Absent on cookie keys, and on signing keys from before keys had states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<KeyStatus>,
}

impl std::fmt::Debug for StoredKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StoredKey").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

/// When the next signing key takes over; stored under `signingKeyRotationState`.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RotationState {
    /// From when on other nodes must have read the keys anew, in milliseconds since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_cache_expires_at: Option<i64>,
    /// When the next key becomes current, in milliseconds since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_key_rotation_at: Option<i64>,
}

/// Which set of keys is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum KeyType {
    /// Keys that sign tokens.
    #[shape(name = "private-keys")]
    PrivateKeys,
    /// Keys that sign cookies.
    #[shape(name = "cookie-keys")]
    CookieKeys,
}

/// The kind of signing key to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum SigningKeyAlgorithm {
    /// RSA, 4096 bits.
    #[shape(name = "RSA")]
    Rsa,
    /// Elliptic curve, P-384.
    #[shape(name = "EC")]
    Ec,
}

/// A key without its secret part.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ShownKey {
    /// Identifier.
    pub id: KeyId,
    /// When it was made, in seconds since the epoch.
    pub created_at: i64,
    /// Its kind, of signing keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_key_algorithm: Option<SigningKeyAlgorithm>,
    /// Where it is in its life, of signing keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<KeyStatus>,
    /// When it takes over, in milliseconds since the epoch; of the next key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_at: Option<i64>,
}

/// Which keys are meant.
#[derive(Debug, Input)]
pub struct OfKeyType {
    /// Which.
    pub key_type: KeyType,
}

/// Which key is meant.
#[derive(Debug, Input)]
pub struct OneKey {
    /// Of which set.
    pub key_type: KeyType,
    /// Identifier.
    pub key_id: String,
}

/// How to make a new key.
#[derive(Debug, Default, Input)]
pub struct RotateKeys {
    /// Its kind; elliptic curve unless set.
    pub signing_key_algorithm: Option<SigningKeyAlgorithm>,
    /// Seconds for which it is published before it signs.
    pub rotation_grace_period: Option<Int<0, 31_536_000>>,
}

/// How long sessions last; stored under `oidc.session`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Describe)]
pub struct SessionConfig {
    /// Seconds.
    pub ttl: i64,
}

/// Whether clients may be known by the address of a document about them; stored under `cimd`.
#[derive(Clone, Copy, Debug, Serialize, Describe)]
pub struct CimdConfig {
    /// Whether they may.
    pub enabled: bool,
}

/// What to change of it.
#[derive(Debug, Input)]
pub struct UpdateCimdConfig {
    /// Whether they may.
    pub enabled: Option<bool>,
}

/// What to change of sessions.
#[derive(Debug, Input)]
pub struct UpdateSessionConfig {
    /// Seconds.
    pub ttl: Option<Int<1, 31_536_000>>,
}

/// A claim that is too large for every ID token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ExtendedClaim {
    /// Whatever applications keep with the user.
    #[shape(name = "custom_data")]
    CustomData,
    /// Identities at social providers.
    #[shape(name = "identities")]
    Identities,
    /// Identities at enterprises.
    #[shape(name = "sso_identities")]
    SsoIdentities,
    /// Names of roles.
    #[shape(name = "roles")]
    Roles,
    /// Organizations' identifiers.
    #[shape(name = "organizations")]
    Organizations,
    /// Organizations with their names.
    #[shape(name = "organization_data")]
    OrganizationData,
    /// Roles in organizations.
    #[shape(name = "organization_roles")]
    OrganizationRoles,
}

/// What ID tokens carry beyond the usual; stored under `idToken`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct IdTokenConfig {
    /// Claims that are given with their scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled_extended_claims: Option<Vec<ExtendedClaim>>,
}

/// A notice about a change of tenant, kept for compatible consoles.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct MigrationNotification {
    /// Whether the tenant is paid for.
    pub is_paid_tenant: bool,
    /// What it is for.
    pub tag: String,
    /// When the notice was read, in milliseconds since the epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<i64>,
}

/// Which charges were looked at, kept for compatible consoles.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct ChargeNotification {
    /// Tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<bool>,
    /// API resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_resource: Option<bool>,
    /// Machine-to-machine applications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine_to_machine_app: Option<bool>,
    /// Members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_member: Option<bool>,
}

/// What the console remembers of a tenant; stored under `adminConsole`.
#[derive(Clone, Debug, Serialize, Deserialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct AdminConsoleConfig {
    /// Whether the sign-in settings were changed.
    pub sign_in_experience_customized: bool,
    /// Whether there was an organization.
    pub organization_created: bool,
    /// A notice about a change of tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub development_tenant_migration_notification: Option<MigrationNotification>,
    /// Which charges were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_charge_notification: Option<ChargeNotification>,
}

/// What the console shall remember.
#[derive(Debug, Input)]
pub struct UpdateAdminConsoleConfig {
    /// Whether the sign-in settings were changed.
    pub sign_in_experience_customized: Option<bool>,
    /// Whether there was an organization.
    pub organization_created: Option<bool>,
    /// A notice about a change of tenant.
    pub development_tenant_migration_notification: Option<MigrationNotification>,
    /// Which charges were looked at.
    pub checked_charge_notification: Option<ChargeNotification>,
}
