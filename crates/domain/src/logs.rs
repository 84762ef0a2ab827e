//! Audit entries.

pub mod export;
mod sanitized;
pub mod stream;
pub mod user_agent;

pub use sanitized::sanitized;

use avouch_model::Timestamp;
use avouch_model::logs::{Log, LogFilter};
use avouch_store::logs::{self as stored, Filter};
use avouch_store::{Listing, Page, Tenant};

use crate::{Error, Result};

/// What the list shows: not the deliveries of webhooks.
const SHOWN: &[&str] = &[
    "ExchangeTokenBy",
    "RevokeToken",
    "RevokeGrants",
    "Interaction",
    "JwtCustomizer",
    "SamlApplication",
    "Action",
    "TrustedDevice",
    "Unknown",
];

/// A time of a query, in milliseconds since the epoch.
pub(crate) fn time(name: &'static str, text: Option<&str>) -> Result<Option<Timestamp>> {
    let Some(text) = text else { return Ok(None) };
    let number: f64 = text.trim().parse().map_err(|_| Error::InvalidTime { name })?;
    millis(number).map(Some).ok_or(Error::InvalidTime { name })
}

/// A time, if it is one that a calendar has.
pub(crate) fn millis(number: f64) -> Option<Timestamp> {
    #[expect(clippy::cast_possible_truncation, reason = "bounded before")]
    (number.is_finite() && number.abs() <= 8.64e15).then(|| Timestamp::from_millis(number as i64))
}

/// The window of a query.
pub(crate) fn window(filter: &LogFilter) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
    let start = time("start_time", filter.start_time.as_deref())?;
    let end = time("end_time", filter.end_time.as_deref())?;
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err(Error::InvalidTimeWindow);
    }
    Ok((start, end))
}

/// A page of entries, newest first; also whether there are more than were counted.
pub async fn list(tenant: &Tenant, filter: &LogFilter, page: Page) -> Result<(Listing<Log>, bool)> {
    let (start, end) = window(filter)?;
    let filter = Filter {
        prefixes: SHOWN,
        key: filter.log_key.as_deref(),
        user_id: filter.user_id.as_deref(),
        application_id: filter.application_id.as_deref(),
        hook_id: None,
        start,
        end,
        capped: filter.enable_cap.0,
    };
    Ok(stored::list(tenant, &filter, page).await?)
}

/// One entry.
pub async fn get(tenant: &Tenant, id: &str) -> Result<Log> {
    let found = stored::get(tenant, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "logs", id: id.to_owned() })
}
