//! Values of the `logto_configs` table.

use avouch_shape::Input;
use serde::{Deserialize, Serialize};

use crate::KeyId;

/// Where a signing key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
