//! `/api/experience/verification/verification-code`: send a code by mail or text message.

use avouch_signin::verification::Made;
use avouch_signin::verification::verification_code::{self, SendCode};
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (422, "session.captcha_required"),
        (422, "session.email_blocklist.email_not_allowed"),
        (422, "session.email_blocklist.email_subaddressing_not_allowed"),
        (429, "request.message_rate_limited"),
        (501, "connector.not_found"),
    ];
    Routes::at("/api/experience/verification/verification-code")
        .post(send, about("Send a code by mail or text message", ERRORS))
}

async fn send(interacting: Interacting, Body(input): Body<SendCode>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let act = format!("Verification.{}.Create", input.identifier.verification());
    let told = json!({ "identifier": input.identifier.identifier(), "interactionEvent": input.interaction_event });
    let outcome = verification_code::send(interacting.tenant(), &interacting.around(), &mut progress, input).await;
    let made = interacting.step(&act, told, &progress, outcome).await?;
    Ok(Json(made))
}
