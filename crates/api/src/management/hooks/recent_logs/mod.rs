//! `/api/hooks/{id}/recent-logs`: a webhook's deliveries.

mod replay;

use avouch_domain::hooks;
use avouch_model::hooks::{Delivery, DeliveryFilter};

use super::about;
use crate::http::extract::{Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::paging::{CappedPage, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/hooks/{id}/recent-logs")
        .get(list, about("List the deliveries of a webhook", &[(400, "log.invalid_time_window")]))
        .merge(replay::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Query(filter): Query<DeliveryFilter>,
    Paging(asked): Paging,
) -> Result<CappedPage<Delivery>, Failure> {
    let (listing, is_capped) = hooks::recent(&tenant, &id, filter, asked.page()).await?;
    Ok(CappedPage { asked, listing, is_capped })
}
