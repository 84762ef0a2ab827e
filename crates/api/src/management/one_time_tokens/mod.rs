//! `/api/one-time-tokens`: tokens of links that sign someone in once.

mod status;
mod verify;

use avouch_domain::one_time_tokens;
use avouch_model::one_time_tokens::{CreateOneTimeToken, OneTimeToken, TokenFilter};

use crate::http::answer::{Created, Json, NoContent};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::paging::{Asked, OptionalPaging, Paged};
use crate::http::routes::Routes;

const MISSING: (u16, &str) = (404, "entity.not_exists_with_id");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("One-time tokens", summary, errors)
}

pub(super) fn routes() -> Routes {
    Routes::at("/api/one-time-tokens")
        .get(list, about("List one-time tokens", &[]))
        .post(create, about("Create a one-time token", &[]))
        .and_at("/api/one-time-tokens/{id}")
        .get(get, about("Get a one-time token", &[MISSING]))
        .delete(delete, about("Delete a one-time token", &[MISSING]))
        .merge(status::routes())
        .merge(verify::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(filter): Query<TokenFilter>,
    OptionalPaging(asked): OptionalPaging,
) -> Result<Paged<OneTimeToken>, Failure> {
    let listing = one_time_tokens::list(&tenant, &filter, asked.as_ref().map(Asked::page)).await?;
    Ok(Paged { asked, listing })
}

async fn create(
    Management { tenant, .. }: Management,
    Body(input): Body<CreateOneTimeToken>,
) -> Result<Created<OneTimeToken>, Failure> {
    Ok(Created(one_time_tokens::create(&tenant, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<OneTimeToken>, Failure> {
    Ok(Json(one_time_tokens::get(&tenant, &id).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    one_time_tokens::delete(&tenant, &id).await?;
    Ok(NoContent)
}
