//! `/api/experience/profile/mfa/passkey`: keep a passkey for signing in.

use avouch_signin::profile::mfa::{self, BindPasskey};
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::NoContent;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (400, "session.not_supported_for_forgot_password"),
        (400, "session.verification_failed"),
        (400, "session.mfa.mfa_factor_not_enabled"),
        (403, "session.mfa.require_mfa_verification"),
        (404, "session.identifier_not_found"),
        (404, "session.verification_session_not_found"),
    ];
    Routes::at("/api/experience/profile/mfa/passkey").post(bind, about("Keep a passkey for signing in", ERRORS))
}

async fn bind(interacting: Interacting, Body(input): Body<BindPasskey>) -> Result<NoContent, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "verificationId": &*input.verification_id });
    let outcome = mfa::bind_passkey(interacting.tenant(), &mut progress, &input).await;
    interacting.step("SignInPasskey.Submit", told, &progress, outcome).await?;
    Ok(NoContent)
}
