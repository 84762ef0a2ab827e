//! `/api/one-time-tokens/verify`: uses a token up.

use avouch_domain::one_time_tokens;
use avouch_model::one_time_tokens::{OneTimeToken, ShownToken};

use super::about;
use crate::http::answer::Json;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (404, "one_time_token.token_not_found"),
        (400, "one_time_token.email_mismatch"),
        (400, "one_time_token.token_expired"),
        (400, "one_time_token.token_consumed"),
        (400, "one_time_token.token_revoked"),
    ];
    Routes::at("/api/one-time-tokens/verify").post(verify, about("Use a one-time token up", ERRORS))
}

async fn verify(
    Management { tenant, .. }: Management,
    Body(input): Body<ShownToken>,
) -> Result<Json<OneTimeToken>, Failure> {
    Ok(Json(one_time_tokens::verify(&tenant, &input).await?))
}
