//! A device code (RFC 8628 section 3.2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Record;
use crate::resources::Resources;

/// A device code: asked for by a device, approved in a browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeviceCode {
    /// When it was made, in seconds.
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// What the user types, without the dash.
    pub(crate) user_code: String,
    /// The device's parameters.
    pub(crate) params: Map<String, Value>,
    /// Whether a user has confirmed the code and is signing in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) in_flight: Option<bool>,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) account_id: Option<String>,
    /// When that user signed in, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) auth_time: Option<i64>,
    /// Grant it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) grant_id: Option<String>,
    /// Resources that were authorized.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resource: Option<Resources>,
    /// Session it was approved in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) session_uid: Option<String>,
    /// Whether tokens end with that session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_with_session: Option<bool>,
    /// Identifier of the session for the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
    /// Why it was not approved: a code of the protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// When the device asked last, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_polled_at: Option<i64>,
    /// Name of the kind.
    pub(crate) kind: String,
    /// The code itself.
    pub(crate) jti: String,
    /// Client.
    pub(crate) client_id: String,
    /// What was granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<String>,
}

impl Record for DeviceCode {
    const MODEL: &'static str = "DeviceCode";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}

impl DeviceCode {
    /// Whether a user has decided on it, or is about to.
    pub(crate) fn is_taken(&self) -> bool {
        self.in_flight == Some(true) || self.account_id.is_some() || self.error.is_some()
    }
}
