//! `/api/experience/verification/password`: check the password of an account.

use avouch_domain::passwords::Passwords;
use avouch_signin::verification::Made;
use avouch_signin::verification::password::{self, PasswordProof};
use axum::extract::State;

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
        (422, "session.invalid_credentials"),
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
    let made = password::verify(interacting.tenant(), &passwords, &mut progress, input).await?;
    interacting.keep(&progress).await?;
    Ok(Json(made))
}
