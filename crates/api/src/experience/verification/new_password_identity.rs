//! `/api/experience/verification/new-password-identity`: take a user name and a password for a new account.

use avouch_domain::passwords::Passwords;
use avouch_signin::verification::Made;
use avouch_signin::verification::new_password_identity::{self, NewPasswordIdentity};
use axum::extract::State;
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NOT_STARTED, (422, "user.username_already_in_use"), (422, "password.rejected")];
    Routes::at("/api/experience/verification/new-password-identity")
        .post(verify, about("Take a user name and a password for a new account", ERRORS))
}

async fn verify(
    interacting: Interacting,
    State(passwords): State<Passwords>,
    Body(input): Body<NewPasswordIdentity>,
) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "identifier": { "type": "username", "value": &*input.identifier.value } });
    let outcome = new_password_identity::verify(interacting.tenant(), &passwords, &mut progress, input).await;
    let made = interacting.step("Verification.NewPasswordIdentity.Submit", told, &progress, outcome).await?;
    Ok(Json(made))
}
