//! `/api/experience/verification/web-authn/authentication/verify`: take the use of a passkey.

use avouch_signin::verification::Made;
use avouch_signin::verification::web_authn::{self, Proof};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (404, "session.identifier_not_found"),
        (404, "session.verification_session_not_found"),
        (404, "session.identity_conflict"),
        (400, "session.mfa.pending_info_not_found"),
        (400, "session.mfa.webauthn_verification_failed"),
        (400, "session.verification_blocked_too_many_attempts"),
    ];
    Routes::at("/api/experience/verification/web-authn/authentication/verify")
        .post(verify, about("Take the use of a passkey", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<Proof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let site = interacting.site();
    let outcome = web_authn::verify(interacting.tenant(), &mut progress, &site, &input).await;
    let made = interacting.step("Verification.WebAuthn.Submit", Value::Null, &progress, outcome).await?;
    Ok(Json(made))
}
