//! `/api/logs`: audit entries.

mod export;
mod stream;

use avouch_domain::logs;
use avouch_model::logs::{Log, LogFilter};

use crate::http::answer::Json;
use crate::http::extract::{Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{CappedPage, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const WINDOW: (u16, &str) = (400, "log.invalid_time_window");
    let about = |summary, errors| About::new("Audit logs", summary, errors);
    Routes::at("/api/logs")
        .get(list, about("List audit entries", &[WINDOW]))
        .and_at("/api/logs/{id}")
        .get(get, about("Get an audit entry", &[(404, "entity.not_exists_with_id")]))
        .merge(export::routes())
        .merge(stream::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(filter): Query<LogFilter>,
    Paging(asked): Paging,
) -> Result<CappedPage<Log>, Failure> {
    let (listing, is_capped) = logs::list(&tenant, &filter, asked.page()).await?;
    Ok(CappedPage { asked, listing, is_capped })
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Log>, Failure> {
    Ok(Json(logs::get(&tenant, &id).await?))
}
