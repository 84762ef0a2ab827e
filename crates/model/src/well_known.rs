//! What anyone may read.

use avouch_shape::{Describe, Input, Many, Text};
use serde::Serialize;

/// Where a tenant is reached.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct TenantEndpoint {
    /// Address for its users.
    pub user: String,
}

/// Whose pages they are.
#[derive(Debug, Default, Input)]
pub struct ForWhom {
    /// Organization.
    pub organization_id: Option<Text<0, 64>>,
    /// Application.
    pub app_id: Option<Text<0, 2048>>,
}

/// Languages, most wanted first.
#[derive(Debug, Input)]
pub struct Languages {
    /// Tags.
    pub lng: Many<String>,
    /// Tags that go before those of the browser, where the pages may look at its languages.
    pub locale: Many<String>,
}
