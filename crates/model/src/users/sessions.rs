//! Sessions and grants of a user, as administrators see them.

use avouch_shape::{Describe, Input};
use serde::Serialize;

use crate::{Json, Timestamp};

/// A browser in which the user is signed in.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserSession {
    /// The provider's record.
    pub payload: Json,
    /// How the user signed in last.
    pub last_submission: Option<Json>,
    /// The client the user came through.
    pub client_id: Option<String>,
    /// User.
    pub account_id: Option<String>,
    /// When its time is over.
    pub expires_at: Timestamp,
}

/// Every session of a user.
#[derive(Debug, Serialize, Describe)]
pub struct UserSessions {
    /// Sessions.
    pub sessions: Vec<UserSession>,
}

/// The application of a grant.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct GrantApplication {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// What the user granted to an application.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserGrant {
    /// Identifier.
    pub id: String,
    /// The provider's record.
    pub payload: Json,
    /// When its time is over.
    pub expires_at: Timestamp,
    /// Application.
    pub application: GrantApplication,
}

/// Every grant of a user.
#[derive(Debug, Serialize, Describe)]
pub struct UserGrants {
    /// Grants.
    pub grants: Vec<UserGrant>,
}

/// Whose grants are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum AppType {
    /// First-party applications'.
    #[shape(name = "firstParty")]
    FirstParty,
    /// Third-party applications'.
    #[shape(name = "thirdParty")]
    ThirdParty,
}

/// Which grants to list.
#[derive(Debug, Default, Input)]
pub struct ListGrants {
    /// Only those of such applications.
    pub app_type: Option<AppType>,
}

/// Which grants end with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum RevokeGrants {
    /// All of them.
    #[shape(name = "all")]
    All,
    /// Those of first-party applications.
    #[shape(name = "firstParty")]
    FirstParty,
}

/// How to end a session.
#[derive(Debug, Default, Input)]
pub struct EndSession {
    /// Which grants end with it; none unless set.
    pub revoke_grants_target: Option<RevokeGrants>,
}
