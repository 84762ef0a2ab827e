//! Browsers in which the user is signed in.

use avouch_domain::users::sessions;
use avouch_domain::{Error, Result};
use avouch_model::users::sessions::{RevokeGrants, UserSession};
use avouch_shape::Describe;
use serde::Serialize;
use serde_json::Value;

use crate::Caller;
use crate::checks::Field;

const SCOPE: &str = "urn:logto:scope:sessions";

/// A browser in which the user is signed in.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OwnSession {
    /// The session.
    #[serde(flatten)]
    pub session: UserSession,
    /// Whether it is the one that the access token was issued in.
    pub is_current: bool,
}

/// Every session of the user.
#[derive(Debug, Serialize, Describe)]
pub struct OwnSessions {
    /// Sessions.
    pub sessions: Vec<OwnSession>,
}

/// The sessions.
pub async fn list(caller: &Caller) -> Result<OwnSessions> {
    caller.need_proof()?;
    caller.need_sight(Field::Session)?;
    caller.need_scope(SCOPE)?;
    let found = sessions::list(&caller.tenant, &caller.user).await?.sessions;
    Ok(OwnSessions { sessions: found.into_iter().map(|session| shown(caller, session)).collect() })
}

fn shown(caller: &Caller, session: UserSession) -> OwnSession {
    let payload = session.payload.object().unwrap_or_default();
    let uid = payload.get("uid").and_then(Value::as_str);
    let is_current = uid.is_some() && uid == caller.session.as_deref();
    OwnSession { session, is_current }
}

/// Ends a session, and the grants that shall end with it. The access token at hand works on unless its grant is one.
pub async fn delete(caller: &Caller, uid: &str, target: Option<RevokeGrants>) -> Result<()> {
    check(caller)?;
    sessions::delete(&caller.tenant, &caller.user, uid, target).await.map_err(|error| match error {
        Error::SessionNotFound => Error::OwnSessionNotFound,
        Error::SessionOfAnother => Error::OwnSessionOfAnother,
        other => other,
    })
}

/// Ends every session but the one at hand, and the grants that shall end with them.
pub async fn delete_others(caller: &Caller, target: Option<RevokeGrants>) -> Result<()> {
    check(caller)?;
    sessions::delete_others(&caller.tenant, &caller.user, caller.session.as_deref(), target).await
}

fn check(caller: &Caller) -> Result<()> {
    caller.need_proof()?;
    caller.need_edit(Field::Session)?;
    caller.need_scope(SCOPE)?;
    caller.need_first_party()
}
