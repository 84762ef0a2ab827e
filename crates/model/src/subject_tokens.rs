//! Subject tokens: an administrator's word that a client may act for a user, once.

use avouch_shape::{Describe, Input, JsonObject};
use serde::Serialize;

/// Whom a token shall be for.
#[derive(Debug, Input)]
pub struct CreateSubjectToken {
    /// User.
    pub user_id: String,
    /// Passed on to the JWT customizer.
    pub context: Option<JsonObject>,
}

/// A token that token exchange takes.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CreatedSubjectToken {
    /// Token.
    pub subject_token: String,
    /// How long it can be used, in seconds.
    pub expires_in: i64,
}
