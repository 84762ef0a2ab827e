//! A refresh token (RFC 6749 section 1.5).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Record;
use crate::resources::Resources;

/// Claims that the authorization request asked for (OpenID Connect Core 1.0 section 5.5).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ClaimsRequest {
    /// Those of the ID token, by name.
    #[serde(default)]
    id_token: Map<String, Value>,
}

impl ClaimsRequest {
    /// One that asked how old the sign-in is.
    pub(crate) fn of_auth_time() -> Self {
        Self { id_token: [("auth_time".to_owned(), json!({ "essential": true }))].into_iter().collect() }
    }
}

/// A refresh token (RFC 6749 section 1.5).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefreshToken {
    /// When it was made, in seconds.
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// User.
    pub(crate) account_id: String,
    /// When the user signed in, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth_time: Option<i64>,
    /// Claims that the client asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) claims: Option<ClaimsRequest>,
    /// Grant it came from.
    pub(crate) grant_id: String,
    /// Grant types it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gty: Option<String>,
    /// Nonce of the authorization request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
    /// Resources that were authorized.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resource: Option<Resources>,
    /// How many tokens were before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rotations: Option<i64>,
    /// When the first of them was made, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) iiat: Option<i64>,
    /// Session it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) session_uid: Option<String>,
    /// Whether it ends with that session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_with_session: Option<bool>,
    /// Identifier of the session for the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
    /// The token that took its place: a retry gets the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) successor: Option<String>,
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

impl RefreshToken {
    /// Whether ID tokens say when the user signed in.
    pub(crate) fn tells_auth_time(&self) -> bool {
        self.claims.as_ref().is_some_and(|claims| claims.id_token.contains_key("auth_time"))
    }
}

impl Record for RefreshToken {
    const MODEL: &'static str = "RefreshToken";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}
