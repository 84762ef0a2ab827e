//! An opaque access token.

use serde::{Deserialize, Serialize};

use super::Record;

/// An opaque access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessTokenRecord {
    /// When it was made, in seconds.
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// User.
    pub(crate) account_id: String,
    /// Grant it came from.
    pub(crate) grant_id: String,
    /// Grant type it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gty: Option<String>,
    /// Session it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) session_uid: Option<String>,
    /// Whether it ends with that session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_with_session: Option<bool>,
    /// Identifier of that session for the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
    /// Further claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) extra: Option<serde_json::Value>,
    /// Thumbprint of the key that it is bound to (RFC 9449 section 6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) jkt: Option<String>,
    /// Thumbprint of the certificate that it is bound to (RFC 8705 section 3).
    #[serde(default, rename = "x5t#S256", skip_serializing_if = "Option::is_none")]
    pub(crate) x5t: Option<String>,
    /// Name of the kind.
    pub(crate) kind: String,
    /// The token itself.
    pub(crate) jti: String,
    /// Client.
    pub(crate) client_id: String,
    /// What it allows.
    pub(crate) scope: String,
}

impl Record for AccessTokenRecord {
    const MODEL: &'static str = "AccessToken";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}
