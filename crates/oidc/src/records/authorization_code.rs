//! An authorization code (RFC 6749 section 1.3.1).

use serde::{Deserialize, Serialize};

use super::Record;
use crate::resources::Resources;

/// An authorization code (RFC 6749 section 1.3.1).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthorizationCode {
    /// When it was made, in seconds.
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// User.
    pub(crate) account_id: String,
    /// When the user signed in, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth_time: Option<i64>,
    /// What the verifier must hash to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code_challenge: Option<String>,
    /// How it is hashed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code_challenge_method: Option<String>,
    /// Grant it came from.
    pub(crate) grant_id: String,
    /// Nonce of the authorization request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
    /// Where it was sent.
    pub(crate) redirect_uri: String,
    /// Whether the request named that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) redirect_uri_given: Option<bool>,
    /// Resources that were authorized.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resource: Option<Resources>,
    /// Session it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) session_uid: Option<String>,
    /// Whether tokens end with that session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_with_session: Option<bool>,
    /// Identifier of the session for the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
    /// How old a sign-in may be, where the client asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_age: Option<i64>,
    /// The key that the code is for (RFC 9449 section 10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dpop_jkt: Option<String>,
    /// Name of the kind.
    pub(crate) kind: String,
    /// The token itself.
    pub(crate) jti: String,
    /// Client.
    pub(crate) client_id: String,
    /// What was granted.
    pub(crate) scope: String,
}

impl Record for AuthorizationCode {
    const MODEL: &'static str = "AuthorizationCode";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}
