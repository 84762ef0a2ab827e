//! `/api/experience/verification/web-authn/registration/verify`: take a new passkey.

use avouch_signin::verification::Made;
use avouch_signin::verification::web_authn::{self, NewProof};
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
    ];
    Routes::at("/api/experience/verification/web-authn/registration/verify")
        .post(verify, about("Take a new passkey", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<NewProof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let site = interacting.sites().await?;
    let outcome =
        web_authn::verify_new(interacting.tenant(), &interacting.around(), &mut progress, &site, &input).await;
    let made = interacting.step("Verification.WebAuthn.Submit", Value::Null, &progress, outcome).await?;
    Ok(Json(made))
}
