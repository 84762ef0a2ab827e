//! `/api/sign-in-exp`: how people sign in, and what the pages look like.

mod default;
mod username_policy;

use avouch_domain::sign_in_exp;
use avouch_model::sign_in_exp::{SignInExperience, UnusedDemo, UpdateSignInExperience};

use crate::http::answer::Json;
use crate::http::extract::{Body, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Sign-in experience", summary, errors)
}

const UPDATE: &[(u16, &str)] = &[
    (404, "entity.not_exists_with_id"),
    (400, "request.invalid_input"),
    (400, "sign_in_experiences.unsupported_default_language"),
    (409, "sign_in_experiences.username_policy_case_conflicts_exist"),
    (400, "sign_in_experiences.missing_sign_up_identifiers"),
    (400, "sign_in_experiences.duplicated_sign_up_identifiers"),
    (400, "sign_in_experiences.passwordless_requires_verify"),
    (400, "sign_in_experiences.enabled_connector_not_found"),
    (400, "sign_in_experiences.at_least_one_authentication_factor"),
    (400, "sign_in_experiences.code_sign_in_must_be_enabled"),
    (400, "sign_in_experiences.email_verification_code_cannot_be_used_for_sign_in"),
    (400, "sign_in_experiences.phone_verification_code_cannot_be_used_for_sign_in"),
    (400, "sign_in_experiences.duplicated_mfa_factors"),
    (400, "sign_in_experiences.backup_code_cannot_be_enabled_alone"),
    (400, "sign_in_experiences.email_verification_code_cannot_be_used_for_mfa"),
    (400, "sign_in_experiences.phone_verification_code_cannot_be_used_for_mfa"),
    (422, "sign_in_experiences.adaptive_mfa_requires_mfa"),
    (422, "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy"),
    (422, "sign_in_experiences.non_adaptive_mfa_requires_skippable_policy"),
    (400, "sign_in_experiences.forgot_password_method_requires_connector"),
    (422, "sign_in_experiences.password_expiration_invalid_period_days"),
    (422, "sign_in_experiences.password_expiration_requires_forgot_password"),
    (400, "sign_in_experiences.invalid_custom_email_blocklist_format"),
];

pub(super) fn routes() -> Routes {
    Routes::at("/api/sign-in-exp")
        .get(get, about("Get the sign-in settings", &[(404, "entity.not_exists_with_id")]))
        .patch(update, about("Change the sign-in settings", UPDATE))
        .merge(default::check_password::routes())
        .merge(default::custom_ui_assets::routes())
        .merge(username_policy::case_sensitivity_conflicts::routes())
}

async fn get(Management { tenant, .. }: Management) -> Result<Json<SignInExperience>, Failure> {
    Ok(Json(sign_in_exp::get(&tenant).await?))
}

async fn update(
    Management { tenant, .. }: Management,
    Query(_): Query<UnusedDemo>,
    Body(input): Body<UpdateSignInExperience>,
) -> Result<Json<SignInExperience>, Failure> {
    Ok(Json(sign_in_exp::update(&tenant, input).await?))
}
