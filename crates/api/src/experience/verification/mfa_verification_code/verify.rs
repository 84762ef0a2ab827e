//! `/api/experience/verification/mfa-verification-code/verify`: check such a code.

use avouch_signin::verification::Made;
use avouch_signin::verification::mfa_verification_code::{self, MfaCodeProof};
use serde_json::Value;

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
        (400, "verification_code.expired"),
        (400, "verification_code.exceed_max_try"),
        (400, "verification_code.code_mismatch"),
    ];
    Routes::at("/api/experience/verification/mfa-verification-code/verify")
        .post(verify, about("Check such a code", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<MfaCodeProof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = mfa_verification_code::verify(interacting.tenant(), &mut progress, &input).await;
    let made = interacting
        .step(
            &format!("Verification.{}.Submit", input.identifier_type.second_factor()),
            Value::Null,
            &progress,
            outcome,
        )
        .await?;
    Ok(Json(made))
}
