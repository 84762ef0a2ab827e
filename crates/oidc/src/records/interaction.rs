//! An authorization request that waits for the user.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Record, new_id};

/// How long the user may take, in seconds.
pub(crate) const LIFETIME: i64 = 3600;

/// What the user is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Prompt {
    /// `login` or `consent`.
    pub(crate) name: String,
    /// Why.
    #[serde(default)]
    pub(crate) reasons: Vec<String>,
    /// What exactly.
    #[serde(default)]
    pub(crate) details: Map<String, Value>,
}

/// The session that the request met.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MetSession {
    /// Who was signed in.
    pub(crate) account_id: String,
    /// The session.
    pub(crate) uid: String,
    /// Its identifier then.
    pub(crate) cookie: String,
}

/// An authorization request that waits for the user.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interaction {
    /// When it was made, in seconds.
    pub(crate) iat: i64,
    /// When its time is over, in seconds.
    pub(crate) exp: i64,
    /// Where the browser goes on afterwards.
    pub(crate) return_to: String,
    /// What the user is asked for.
    pub(crate) prompt: Prompt,
    /// The request's parameters.
    pub(crate) params: Map<String, Value>,
    /// The session that it met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) session: Option<MetSession>,
    /// What the user did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<Value>,
    /// The device that waits for it, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) device_code: Option<String>,
    /// The pushed request that it began with, to be used up by the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pushed: Option<String>,
    /// What came of the interaction before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_submission: Option<Value>,
    /// Name of the kind.
    pub(crate) kind: String,
    /// Identifier.
    pub(crate) jti: String,
    /// The first of several interactions of one request.
    pub(crate) cid: String,
}

impl Record for Interaction {
    const MODEL: &'static str = "Interaction";

    fn id(&self) -> &str {
        &self.jti
    }

    fn expires(&self) -> i64 {
        self.exp
    }
}

impl Interaction {
    /// A new one; `issuer` is where the browser comes back to, for a device if one waits.
    pub(crate) fn new(
        issuer: &str,
        prompt: Prompt,
        params: Map<String, Value>,
        device_code: Option<String>,
        now: i64,
    ) -> Self {
        let jti = new_id();
        let mut made = Self {
            iat: now,
            exp: now + LIFETIME,
            return_to: String::new(),
            prompt,
            params,
            session: None,
            result: None,
            device_code,
            pushed: None,
            last_submission: None,
            kind: Self::MODEL.to_owned(),
            cid: jti.clone(),
            jti,
        };
        made.return_to = format!("{issuer}/{}/{}", made.route(), made.jti);
        made
    }

    /// The route that the browser comes back by.
    pub(crate) fn route(&self) -> &'static str {
        if self.device_code.is_some() { "device" } else { "auth" }
    }

    /// Whether the user signed in on the way, in this interaction or in the one before it.
    pub(crate) fn has_signed_in(&self) -> bool {
        let signed_in = |result: &Value| result.get("login").is_some();
        self.result.as_ref().is_some_and(signed_in) || self.last_submission.as_ref().is_some_and(signed_in)
    }

    /// Whether the user refused.
    pub(crate) fn is_refused(&self) -> bool {
        self.result.as_ref().is_some_and(|result| result.get("error").is_some())
    }

    /// A text of the result, such as the account that signed in.
    pub(crate) fn result_text(&self, group: &str, name: &str) -> Option<&str> {
        self.result.as_ref()?.get(group)?.get(name)?.as_str()
    }
}
