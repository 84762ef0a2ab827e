//! `/api/one-time-tokens/{id}/status`: what becomes of a token.

use avouch_domain::one_time_tokens;
use avouch_model::one_time_tokens::{OneTimeToken, SetTokenStatus};

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const AGAIN: (u16, &str) = (400, "one_time_token.cannot_reactivate_token");
    Routes::at("/api/one-time-tokens/{id}/status")
        .put(set, about("Say what becomes of a one-time token", &[AGAIN, MISSING]))
}

async fn set(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SetTokenStatus>,
) -> Result<Json<OneTimeToken>, Failure> {
    Ok(Json(one_time_tokens::set_status(&tenant, &id, &input).await?))
}
