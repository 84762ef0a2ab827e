//! `/api/experience/verification/one-time-token/verify`: check the token of a link.

use avouch_signin::verification::Made;
use avouch_signin::verification::one_time_token::{self, LinkProof};
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (400, "session.verification_blocked_too_many_attempts"),
        (404, "one_time_token.token_not_found"),
        (400, "one_time_token.email_mismatch"),
        (400, "one_time_token.token_expired"),
        (400, "one_time_token.token_consumed"),
        (400, "one_time_token.token_revoked"),
        (400, "one_time_token.interaction_event_mismatch"),
    ];
    Routes::at("/api/experience/verification/one-time-token/verify")
        .post(verify, about("Check the token of a link", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<LinkProof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "identifier": { "type": "email", "value": &*input.identifier.value } });
    let outcome = one_time_token::verify(interacting.tenant(), &mut progress, input).await;
    let made = interacting.step("Verification.OneTimeToken.Submit", told, &progress, outcome).await?;
    Ok(Json(made))
}
