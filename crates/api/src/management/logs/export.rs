//! `/api/logs/export`: audit entries, for whatever keeps and reads them elsewhere.

use avouch_domain::logs::export;
use avouch_model::logs::{Log, LogFilter};
use futures_util::TryStreamExt as _;

use crate::http::answer::Lines;
use crate::http::extract::{Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const WINDOW: &[(u16, &str)] = &[(400, "log.invalid_time_window")];
    Routes::at("/api/logs/export")
        .get(all, About::new("Audit logs", "Export audit entries, a line of JSON each", WINDOW))
}

async fn all(Management { tenant, .. }: Management, Query(filter): Query<LogFilter>) -> Result<Lines<Log>, Failure> {
    // A failure in the middle cuts the answer off: whoever reads it must not take it for all of them.
    Ok(Lines::new(export::all(tenant, filter)?.map_err(Into::into)))
}
