//! Audit entries.

use std::borrow::Cow;

use avouch_shape::{Describe, Flag, Input, Text};
use serde::Serialize;
use serde_json::Value;

use crate::{Json, LogId, TenantId, Timestamp};

/// What happened, to be kept.
#[derive(Clone, Debug)]
pub struct NewLog {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: LogId,
    /// What kind of event, such as `ExchangeTokenBy.ClientCredentials`.
    pub key: Cow<'static, str>,
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

/// An entry.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Log {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: LogId,
    /// What kind of event.
    pub key: String,
    /// The event.
    pub payload: Json,
    /// When it happened.
    pub created_at: Timestamp,
}

/// Which entries to list.
#[derive(Debug, Default, Input)]
pub struct LogFilter {
    /// Whose.
    pub user_id: Option<Text<0, 64>>,
    /// Of which application.
    pub application_id: Option<Text<0, 2048>>,
    /// What kind of event.
    pub log_key: Option<Text<0, 128>>,
    /// From when on, in milliseconds since the epoch.
    #[shape(name = "start_time")]
    pub start_time: Option<Text<0, 32>>,
    /// Until when, in milliseconds since the epoch.
    #[shape(name = "end_time")]
    pub end_time: Option<Text<0, 32>>,
    /// Whether counting may stop once there are very many.
    pub enable_cap: Flag,
}
