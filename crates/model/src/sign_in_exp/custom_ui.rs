//! Pages of the tenant's own.

use avouch_shape::Describe;
use serde::Serialize;

/// Pages that were kept.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CustomUiMade {
    /// What the settings call them.
    pub custom_ui_asset_id: String,
}
