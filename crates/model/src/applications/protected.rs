//! Domains of protected applications.

use avouch_shape::{Describe, Input};
use serde::Serialize;

use crate::Json;

/// A domain at the proxy.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CustomDomain {
    /// Host name.
    pub domain: String,
    /// `PendingVerification`, `PendingSsl`, `Active` or `Error`.
    pub status: String,
    /// What is wrong.
    pub error_message: Option<String>,
    /// Records to add to the zone.
    pub dns_records: Vec<Json>,
    /// What the proxy said.
    pub cloudflare_data: Option<Json>,
}

/// A domain to add.
#[derive(Debug, Input)]
pub struct AddCustomDomain {
    /// Host name.
    pub domain: String,
}
