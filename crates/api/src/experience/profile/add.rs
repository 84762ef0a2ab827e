//! `/api/experience/profile`: give something for the account.

use avouch_domain::passwords::Passwords;
use avouch_signin::profile::{self, ProfilePart};
use axum::extract::State;

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
        (422, "password.rejected"),
        (422, "user.username_exists_in_profile"),
        (422, "user.email_exists_in_profile"),
        (422, "user.phone_exists_in_profile"),
        (422, "user.password_exists_in_profile"),
        (422, "user.username_already_in_use"),
        (422, "user.email_already_in_use"),
        (422, "user.phone_already_in_use"),
        (422, "user.identity_already_in_use"),
        (422, "user.username_too_short"),
        (422, "user.username_too_long"),
        (422, "user.username_uppercase_not_allowed"),
        (422, "user.username_lowercase_not_allowed"),
        (422, "user.username_numbers_not_allowed"),
        (422, "user.username_underscore_not_allowed"),
        (422, "session.sso_enabled"),
        (422, "session.email_blocklist.email_not_allowed"),
        (422, "session.email_blocklist.email_subaddressing_not_allowed"),
        (400, "custom_profile_fields.name_conflict_built_in_prop"),
        (400, "custom_profile_fields.name_conflict_sign_in_identifier"),
        (400, "custom_profile_fields.name_conflict_custom_data"),
    ];
    Routes::at("/api/experience/profile").post(add, about("Give something for the account", ERRORS))
}

async fn add(
    interacting: Interacting,
    State(passwords): State<Passwords>,
    Body(input): Body<ProfilePart>,
) -> Result<NoContent, Failure> {
    let mut progress = interacting.progress()?;
    let told = input.told();
    let outcome = profile::add(interacting.tenant(), &passwords, &mut progress, input).await;
    interacting.step("Profile.Update", told, &progress, outcome).await?;
    Ok(NoContent)
}
