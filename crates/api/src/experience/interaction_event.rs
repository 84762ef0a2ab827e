//! `/api/experience/interaction-event`: what the user came for.

use avouch_signin::event::{self, Change};

use super::{Interacting, NOT_STARTED, about};
use serde_json::json;

use crate::http::answer::NoContent;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[(400, "session.not_supported_for_forgot_password"), (403, "auth.forbidden"), NOT_STARTED];
    Routes::at("/api/experience/interaction-event").put(set, about("Change what the user came for", ERRORS))
}

async fn set(interacting: Interacting, Body(input): Body<Change>) -> Result<NoContent, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "interactionEvent": input.interaction_event });
    let outcome = event::change(interacting.tenant(), &mut progress, &input).await;
    interacting.step("Update", told, &progress, outcome).await?;
    Ok(NoContent)
}
