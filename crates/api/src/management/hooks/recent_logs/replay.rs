//! `/api/hooks/{id}/recent-logs/{logId}/replay`: telling a webhook again what one delivery told it.

use avouch_domain::hooks::replay;
use avouch_model::hooks::Replayed;

use crate::http::answer::Accepted;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::management::hooks::{MISSING, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/hooks/{id}/recent-logs/{logId}/replay")
        .post(one, about("Tell a webhook again what one delivery told it", &[MISSING]))
}

async fn one(
    Management { tenant, .. }: Management,
    Ids([id, delivery]): Ids<2>,
) -> Result<Accepted<Replayed>, Failure> {
    Ok(Accepted(replay::one(&tenant, &id, &delivery).await?))
}
