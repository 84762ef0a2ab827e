//! `/api/experience/profile/mfa`: keep a second factor.

use avouch_signin::profile::mfa::{self, Bind};
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
        (403, "session.mfa.require_mfa_verification"),
        (404, "session.identifier_not_found"),
        (404, "session.verification_session_not_found"),
        (400, "session.verification_failed"),
        (400, "session.mfa.mfa_factor_not_enabled"),
        (422, "user.totp_already_in_use"),
        (422, "session.mfa.backup_code_can_not_be_alone"),
        (422, "session.sso_enabled"),
        (422, "session.email_blocklist.email_not_allowed"),
        (422, "session.email_blocklist.email_subaddressing_not_allowed"),
        (422, "user.email_exists_in_profile"),
        (422, "user.phone_exists_in_profile"),
        (422, "user.email_already_in_use"),
        (422, "user.phone_already_in_use"),
    ];
    Routes::at("/api/experience/profile/mfa").post(bind, about("Keep a second factor", ERRORS))
}

async fn bind(interacting: Interacting, Body(input): Body<Bind>) -> Result<NoContent, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "type": input.r#type.as_str(), "verificationId": &*input.verification_id });
    let outcome = mfa::bind(interacting.tenant(), &mut progress, &input).await;
    interacting.step(&format!("BindMfa.{}.Submit", input.r#type.as_str()), told, &progress, outcome).await?;
    Ok(NoContent)
}
