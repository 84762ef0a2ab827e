//! `/api/experience/verification/mfa-verification-code`: send a code to the user's own address or number.

use avouch_signin::verification::Made;
use avouch_signin::verification::mfa_verification_code::{self, SendMfaCode};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (400, "session.identifier_not_found"),
        (400, "session.mfa.mfa_factor_not_enabled"),
        (429, "request.message_rate_limited"),
        (501, "connector.not_found"),
    ];
    Routes::at("/api/experience/verification/mfa-verification-code")
        .post(send, about("Send a code to the user's own address or number", ERRORS))
}

async fn send(interacting: Interacting, Body(input): Body<SendMfaCode>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = mfa_verification_code::send(interacting.tenant(), &interacting.around(), &mut progress, &input).await;
    let made = interacting
        .step(
            &format!("Verification.{}.Create", input.identifier_type.second_factor()),
            Value::Null,
            &progress,
            outcome,
        )
        .await?;
    Ok(Json(made))
}
