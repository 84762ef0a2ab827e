//! `/api/experience/verification/totp/verify`: check a code of the authenticator app.

use avouch_signin::verification::Made;
use avouch_signin::verification::totp::{self, TotpProof};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "session.verification_blocked_too_many_attempts"),
        (400, "session.mfa.invalid_totp_code"),
        NOT_STARTED,
        (404, "session.identifier_not_found"),
    ];
    Routes::at("/api/experience/verification/totp/verify")
        .post(verify, about("Check a code of the authenticator app", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<TotpProof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = totp::verify(interacting.tenant(), &mut progress, &input).await;
    let made = interacting.step("Verification.Totp.Submit", Value::Null, &progress, outcome).await?;
    Ok(Json(made))
}
