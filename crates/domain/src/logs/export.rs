//! All audit entries of a tenant, one after the other.

use avouch_model::Timestamp;
use avouch_model::logs::{Log, LogFilter};
use avouch_store::Tenant;
use avouch_store::logs::{self as stored, Filter};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};

use super::{SHOWN, window};
use crate::Result;

/// Entries that are read at once.
const CHUNK: i64 = 500;

/// Every entry that a filter lets through, oldest first; those that come while it goes on may be among them.
pub fn all(tenant: Tenant, filter: LogFilter) -> Result<impl Stream<Item = Result<Log>> + Send> {
    let (start, end) = window(&filter)?;
    let chunks = stream::try_unfold(Some(None), move |state: Option<Option<(Timestamp, String)>>| {
        let tenant = tenant.clone();
        let key = filter.log_key.as_deref().map(ToOwned::to_owned);
        let user = filter.user_id.as_deref().map(ToOwned::to_owned);
        let application = filter.application_id.as_deref().map(ToOwned::to_owned);
        async move {
            let Some(last) = state else { return Ok(None) };
            let from = last.as_ref().map(|(created, id)| (*created, id.as_str()));
            let filter = Filter {
                prefixes: SHOWN,
                key: key.as_deref(),
                user_id: user.as_deref(),
                application_id: application.as_deref(),
                hook_id: None,
                start,
                end,
                capped: false,
            };
            let rows = stored::after(&tenant, &filter, from, CHUNK).await?;
            let next = rows.last().map(|log| Some((log.created_at, log.id.to_string())));
            Ok::<_, crate::Error>((!rows.is_empty()).then_some((rows, next)))
        }
    });
    Ok(chunks.map_ok(|rows| stream::iter(rows).map(Ok)).try_flatten())
}
