//! `/api/hooks`: webhooks.

mod recent_logs;
mod replay;
mod signing_key;
mod test;

use avouch_domain::hooks;
use avouch_model::hooks::{CreateHook, Hook, HookWithStats, ShowHook, ShowHooks, UpdateHook};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");
const GONE: (u16, &str) = (404, "entity.not_exists");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Hooks", summary, errors)
}

pub(super) fn routes() -> Routes {
    Routes::at("/api/hooks")
        .get(list, about("List webhooks", &[]))
        .post(create, about("Create a webhook", &[(400, "hook.missing_events")]))
        .and_at("/api/hooks/{id}")
        .get(get, about("Get a webhook", &[MISSING]))
        .patch(update, about("Change a webhook", &[GONE, (422, "entity.invalid_input")]))
        .delete(delete, about("Delete a webhook", &[(404, "entity.not_found")]))
        .merge(recent_logs::routes())
        .merge(replay::routes())
        .merge(signing_key::routes())
        .merge(test::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(show): Query<ShowHooks>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<HookWithStats>, Failure> {
    let listing = hooks::list(&tenant, show.include_execution_stats.0, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateHook>,
) -> Result<Created<Hook>, Failure> {
    Ok(Created(hooks::create(&tenant, input).await?))
}

async fn get(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Query(show): Query<ShowHook>,
) -> Result<Json<HookWithStats>, Failure> {
    let stats = show.include_execution_stats.is_some_and(|wanted| !wanted.is_empty());
    Ok(Json(hooks::get(&tenant, &id, stats).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<UpdateHook>,
) -> Result<Json<Hook>, Failure> {
    Ok(Json(hooks::update(&tenant, &id, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    hooks::delete(&tenant, &id).await?;
    Ok(NoContent)
}
