//! What a user granted to a client.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Record, new_id};

/// How long a grant stays, in seconds.
const LIFETIME: i64 = 180 * 86_400;

/// Scopes about the user.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct OpenIdGrant {
    /// Scope values.
    #[serde(default)]
    pub(crate) scope: String,
}

/// What a user granted to a client.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Grant {
    /// When it was made, in seconds.
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// User.
    pub(crate) account_id: String,
    /// Client.
    pub(crate) client_id: String,
    /// Name of the kind.
    pub(crate) kind: String,
    /// Identifier.
    pub(crate) jti: String,
    /// Scopes about the user.
    #[serde(default)]
    pub(crate) openid: OpenIdGrant,
    /// Scopes by resource.
    #[serde(default)]
    pub(crate) resources: BTreeMap<String, String>,
}

impl Record for Grant {
    const MODEL: &'static str = "Grant";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}

impl Grant {
    /// A grant of nothing yet.
    pub(crate) fn new(account: &str, client: &str, now: i64) -> Self {
        Self {
            iat: now,
            exp: now + LIFETIME,
            account_id: account.to_owned(),
            client_id: client.to_owned(),
            kind: Self::MODEL.to_owned(),
            jti: new_id(),
            openid: OpenIdGrant::default(),
            resources: BTreeMap::new(),
        }
    }
}
