//! Answers about users.

use avouch_shape::Describe;
use serde::Serialize;

use super::SsoIdentity;
use crate::{Json, RoleId, TenantId, Timestamp, UserId};

/// Whether a password is set.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct HasPassword {
    /// Whether it is.
    pub has_password: bool,
}

/// The roles that a user now has.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ReplacedRoles {
    /// Identifiers, each once.
    pub role_ids: Vec<RoleId>,
}

/// A personal access token.
#[derive(Clone, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct PersonalAccessToken {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Whose token it is.
    pub user_id: UserId,
    /// Name, unique for the user.
    pub name: String,
    /// The token in clear.
    pub value: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops to work.
    pub expires_at: Option<Timestamp>,
}

impl std::fmt::Debug for PersonalAccessToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PersonalAccessToken")
            .field("user_id", &self.user_id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A social identity with its tokens, where they were asked for.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SocialIdentity {
    /// The provider's identifier of the user, and what it said.
    pub identity: Json,
    /// Tokens of the provider, without their values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<TokenSecret>,
}

/// A social identity in a list.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct TargetedIdentity {
    /// The provider's identifier of the user, and what it said.
    pub identity: Json,
    /// The provider.
    pub target: String,
    /// Tokens of the provider, without their values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<TokenSecret>,
}

/// An enterprise identity with its tokens, where they were asked for.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct EnterpriseIdentity {
    /// The identity.
    pub sso_identity: SsoIdentity,
    /// Tokens of the provider, without their values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<SsoTokenSecret>,
}

/// An enterprise identity in a list.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ListedEnterpriseIdentity {
    /// The connector.
    pub sso_connector_id: String,
    /// The identity.
    pub sso_identity: SsoIdentity,
    /// Tokens of the provider, without their values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<SsoTokenSecret>,
}

/// Every identity of a user.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct AllIdentities {
    /// At social providers.
    pub social_identities: Vec<TargetedIdentity>,
    /// At providers of enterprises.
    pub sso_identities: Vec<ListedEnterpriseIdentity>,
}

/// What is known of a stored set of tokens; the tokens themselves stay encrypted.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SecretRow {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Whose tokens they are.
    pub user_id: UserId,
    /// `federated_token_set`.
    pub r#type: String,
    /// Scope, expiry and type.
    pub metadata: Json,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Tokens of a social provider.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct TokenSecret {
    /// What is known of them.
    #[serde(flatten)]
    pub secret: SecretRow,
    /// The connector they came through.
    pub connector_id: String,
    /// The provider's identifier of the user.
    pub identity_id: String,
    /// The provider.
    pub target: String,
}

/// Tokens of an enterprise's provider.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SsoTokenSecret {
    /// What is known of them.
    #[serde(flatten)]
    pub secret: SecretRow,
    /// The connector they came through.
    pub sso_connector_id: String,
    /// The provider's issuer.
    pub issuer: String,
    /// The provider's identifier of the user.
    pub identity_id: String,
}

/// Settings of multi-factor authentication.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct MfaSettings {
    /// Whether a second factor is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether the offer to set one up was skipped.
    pub skipped: bool,
    /// Whether sign-in does without one.
    pub skip_mfa_on_sign_in: bool,
}

/// Settings of passkeys.
#[derive(Debug, Serialize, Describe)]
pub struct PasskeySettings {
    /// Whether the offer to set one up was skipped.
    pub skipped: bool,
}

/// A user's settings.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserSettings {
    /// Of multi-factor authentication.
    pub mfa: MfaSettings,
    /// Of passkeys.
    pub passkey_sign_in: PasskeySettings,
}
