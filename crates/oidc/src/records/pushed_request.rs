//! A pushed authorization request (RFC 9126).

use serde::{Deserialize, Serialize};

use super::Record;

/// A pushed authorization request (RFC 9126).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PushedRequest {
    /// When it was made, in seconds.
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// Name of the kind.
    pub(crate) kind: String,
    /// Identifier.
    pub(crate) jti: String,
    /// Whose it is.
    pub(crate) client_id: String,
    /// Parameters in order.
    pub(crate) params: Vec<(String, String)>,
}

impl Record for PushedRequest {
    const MODEL: &'static str = "PushedAuthorizationRequest";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}
