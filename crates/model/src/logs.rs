//! Audit entries.

use serde::Serialize;
use serde_json::Value;

use crate::{LogId, TenantId, Timestamp};

/// What happened, to be kept.
#[derive(Clone, Debug)]
pub struct NewLog {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: LogId,
    /// What kind of event, such as `ExchangeTokenBy.ClientCredentials`.
    pub key: &'static str,
    /// The event, as JSON.
    pub payload: Value,
    /// When it happened.
    pub created_at: Timestamp,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LogResult {
    /// As asked.
    Success,
    /// Refused or failed.
    Error,
}
