//! `/api/hooks/{id}/replay`: telling a webhook again what it was told since some time.

use avouch_domain::hooks::replay;
use avouch_model::hooks::{ReplayHook, Replayed};

use super::{MISSING, about};
use crate::http::answer::Accepted;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/hooks/{id}/replay")
        .post(since, about("Tell a webhook again what it was told since some time", &[MISSING]))
}

async fn since(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<ReplayHook>,
) -> Result<Accepted<Replayed>, Failure> {
    Ok(Accepted(replay::since(&tenant, &id, &input).await?))
}
