//! `/api/experience/verification/password`: check the password of an account.

use avouch_domain::passwords::Passwords;
use avouch_signin::verification::Made;
use avouch_signin::verification::password::{self, PasswordProof};
use axum::extract::State;
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "session.verification_blocked_too_many_attempts"),
        (401, "user.suspended"),
        NOT_STARTED,
        (409, "session.identity_conflict"),
        (422, "session.invalid_credentials"),
        (422, "action.sign_in_identifier_changed"),
        (422, "password.expired"),
    ];
    Routes::at("/api/experience/verification/password").post(verify, about("Check the password of an account", ERRORS))
}

async fn verify(
    interacting: Interacting,
    State(passwords): State<Passwords>,
    Body(input): Body<PasswordProof>,
) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "identifier": input.identifier });
    let outcome = password::verify(interacting.tenant(), &interacting.around(), &passwords, &mut progress, input).await;
    let made = interacting.step("Verification.Password.Submit", told, &progress, outcome).await?;
    Ok(Json(made))
}
