//! Tokens of users at other providers.

use avouch_shape::Describe;
use serde::{Deserialize, Serialize};

/// What is known of tokens without opening them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenMetadata {
    /// What they allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// When the access token expires, in seconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// How it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// Whether it can be renewed.
    #[serde(default)]
    pub has_refresh_token: bool,
}

/// Tokens of a provider, encrypted, on their way to a user's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EncryptedTokenSet {
    /// The tokens.
    pub encrypted_token_set_base64: String,
    /// What is known of them.
    pub metadata: TokenMetadata,
}

/// A token of another provider.
#[derive(Debug, Serialize, Describe)]
pub struct AccessToken {
    /// Token.
    pub access_token: String,
    /// What it allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// How it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// Seconds that are left of its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
}
