//! Browsers that stand for a second factor of their user.

use avouch_shape::Describe;
use serde::Serialize;

use crate::Timestamp;

/// A browser that stands for a second factor of its user.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct TrustedDevice {
    /// Identifier.
    pub id: String,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// Country that it was in.
    pub country: Option<String>,
    /// City that it was in.
    pub city: Option<String>,
    /// When it was trusted.
    pub created_at: Timestamp,
    /// When it last stood for a second factor.
    pub last_used_at: Timestamp,
    /// When it does so no more.
    pub expires_at: Timestamp,
}
