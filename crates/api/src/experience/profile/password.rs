//! `/api/experience/profile/password`: give the new password of a recovered account.

use avouch_domain::passwords::Passwords;
use avouch_signin::profile::password::{self, NewPassword};
use axum::extract::State;
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::NoContent;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (400, "session.invalid_interaction_type"),
        (404, "session.identifier_not_found"),
        (422, "password.rejected"),
        (422, "user.same_password"),
    ];
    Routes::at("/api/experience/profile/password")
        .put(replace, about("Give the new password of a recovered account", ERRORS))
}

async fn replace(
    interacting: Interacting,
    State(passwords): State<Passwords>,
    Body(input): Body<NewPassword>,
) -> Result<NoContent, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "type": "password" });
    let outcome = password::replace(interacting.tenant(), &passwords, &mut progress, input).await;
    interacting.step("Profile.Update", told, &progress, outcome).await?;
    Ok(NoContent)
}
