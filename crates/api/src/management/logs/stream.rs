//! `/api/logs/stream`: audit entries as they come, as server-sent events.

use avouch_domain::logs::stream;
use avouch_model::Timestamp;
use avouch_model::logs::{Log, LogFilter};
use futures_util::TryStreamExt as _;

use crate::http::answer::{Event, Events};
use crate::http::extract::{LastEventId, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const WINDOW: &[(u16, &str)] = &[(400, "log.invalid_time_window")];
    Routes::at("/api/logs/stream").get(follow, About::new("Audit logs", "Follow audit entries, an event each", WINDOW))
}

async fn follow(
    Management { tenant, .. }: Management,
    Query(filter): Query<LogFilter>,
    LastEventId(last): LastEventId,
) -> Result<Events<Log>, Failure> {
    let news = stream::follow(tenant, filter, last.as_deref().and_then(made))?;
    let parts = news.map_err(Into::into).map_ok(|logs| logs.into_iter().map(event).collect());
    Ok(Events::new(parts))
}

fn event(log: Log) -> Event<Log> {
    Event { id: format!("{}-{}", log.created_at.millis(), log.id), data: log }
}

/// When the entry of an event was made.
fn made(id: &str) -> Option<Timestamp> {
    let (millis, _) = id.split_once('-')?;
    millis.parse().ok().map(Timestamp::from_millis)
}
