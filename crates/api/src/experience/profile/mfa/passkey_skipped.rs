//! `/api/experience/profile/mfa/passkey-skipped`: say that no passkey is wanted.

use avouch_signin::profile::mfa;
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::NoContent;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (400, "session.not_supported_for_forgot_password"),
        (403, "session.mfa.require_mfa_verification"),
        (404, "session.identifier_not_found"),
    ];
    Routes::at("/api/experience/profile/mfa/passkey-skipped").post(set, about("Say that no passkey is wanted", ERRORS))
}

async fn set(interacting: Interacting) -> Result<NoContent, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "passkeySkipped": true });
    let outcome = mfa::skip_passkey(interacting.tenant(), &mut progress).await;
    interacting.step("Profile.Update", told, &progress, outcome).await?;
    Ok(NoContent)
}
