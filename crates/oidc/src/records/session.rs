//! A browser in which someone is signed in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Record, new_id};

/// How long a session stays without use, in seconds.
pub(crate) const LIFETIME: i64 = 14 * 86_400;

/// What a session and a client have to do with each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Authorization {
    /// The session's identifier for the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<String>,
    /// What the user granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) grant_id: Option<String>,
    /// Whether the grant outlives a sign-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) persists_logout: Option<bool>,
}

/// A sign-out that waits for its confirmation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Logout {
    /// What the confirmation must bring.
    pub(crate) secret: String,
    /// Who asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
    /// Where the browser goes afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) post_logout_redirect_uri: Option<String>,
    /// Passed on there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
}

/// A browser in which someone is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    /// When it was made, in seconds.
    #[serde(default)]
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// Stays when the identifier changes.
    pub(crate) uid: String,
    /// Name of the kind.
    pub(crate) kind: String,
    /// Identifier: the value of the cookie.
    pub(crate) jti: String,
    /// When the user signed in, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) login_ts: Option<i64>,
    /// Who is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) account_id: Option<String>,
    /// Clients that are authorized, by identifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) authorizations: BTreeMap<String, Authorization>,
    /// What the form of the device page must bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) device_secret: Option<String>,
    /// A sign-out under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<Logout>,
}

impl Record for Session {
    const MODEL: &'static str = "Session";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}

impl Session {
    /// A browser in which nobody is signed in yet.
    pub(crate) fn new(now: i64) -> Self {
        Self {
            iat: now,
            exp: now + LIFETIME,
            uid: new_id(),
            kind: Self::MODEL.to_owned(),
            jti: new_id(),
            login_ts: None,
            account_id: None,
            authorizations: BTreeMap::new(),
            device_secret: None,
            state: None,
        }
    }
}
