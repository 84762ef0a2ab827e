//! What anyone may read.

use avouch_shape::Describe;
use serde::Serialize;

/// Where a tenant is reached.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct TenantEndpoint {
    /// Address for its users.
    pub user: String,
}
