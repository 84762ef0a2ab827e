//! What the deployment offers to every tenant.

use avouch_shape::Describe;
use serde::Serialize;

/// Settings that concern applications.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSystem {
    /// Where protected applications live.
    pub protected_apps: ProtectedApps,
}

/// Where protected applications live.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ProtectedApps {
    /// The domain their host names end in.
    pub default_domain: String,
}
