//! `/api/experience/verification/verification-code/verify`: check a code.

use avouch_signin::verification::Made;
use avouch_signin::verification::verification_code::{self, CodeProof};
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
        (404, "session.verification_session_not_found"),
        (400, "verification_code.not_found"),
        (400, "verification_code.email_mismatch"),
        (400, "verification_code.phone_mismatch"),
        (400, "verification_code.expired"),
        (400, "verification_code.exceed_max_try"),
        (400, "verification_code.code_mismatch"),
    ];
    Routes::at("/api/experience/verification/verification-code/verify").post(verify, about("Check a code", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<CodeProof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let act = format!("Verification.{}.Submit", input.identifier.verification());
    let told = json!({ "identifier": input.identifier.identifier(), "verificationId": &*input.verification_id });
    let outcome = verification_code::verify(interacting.tenant(), &mut progress, input).await;
    let made = interacting.step(&act, told, &progress, outcome).await?;
    Ok(Json(made))
}
