//! Protected applications: what an authenticating proxy in front of them has to know.

use avouch_shape::{Describe, Input};
use serde::{Deserialize, Serialize};

use super::{AdditionalScope, PageRule};
use crate::Json;
use crate::domains::DnsRecord;

/// What is stored of a protected application.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProtectedAppMetadata {
    /// Public host name.
    pub host: String,
    /// The server behind the proxy.
    #[serde(default)]
    pub origin: String,
    /// Lifetime of the proxy's session in seconds.
    #[serde(default = "two_weeks")]
    pub session_duration: i64,
    /// Which paths need a session; all without a rule.
    #[serde(default)]
    pub page_rules: Vec<PageRule>,
    /// Scopes to ask for besides the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_scopes: Option<Vec<AdditionalScope>>,
    /// Host names of the owner's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_domains: Option<Vec<CustomDomain>>,
}

fn two_weeks() -> i64 {
    ProtectedAppMetadata::SESSION
}

impl ProtectedAppMetadata {
    /// Lifetime of the proxy's session in seconds, unless set.
    pub const SESSION: i64 = 1_209_600;
}

/// A domain at the proxy.
#[derive(Clone, Debug, Serialize, Deserialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CustomDomain {
    /// Host name.
    pub domain: String,
    /// Whether it leads to the proxy: `PendingVerification`, `PendingSsl`, `Active` or `Error`.
    #[serde(default)]
    pub status: String,
    /// What is wrong.
    pub error_message: Option<String>,
    /// Records to add to the zone.
    #[serde(default)]
    pub dns_records: Vec<DnsRecord>,
    /// What a hosted proxy said.
    pub cloudflare_data: Option<Json>,
}

/// A domain to add.
#[derive(Debug, Input)]
pub struct AddCustomDomain {
    /// Host name.
    pub domain: String,
}
