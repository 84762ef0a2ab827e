//! `/api/sign-in-exp/default/check-password`: whether a password keeps the rules.

use avouch_domain::passwords::Passwords;
use avouch_domain::sign_in_exp;
use avouch_model::sign_in_exp::{CheckPassword, CheckedPassword};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::http::answer;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::openapi::{Answer, Operation};
use crate::http::routes::Routes;
use crate::management::sign_in_exp::about;

/// 200 for a password that is fine, 400 for one that is not.
#[derive(Debug)]
pub(super) struct Verdict(CheckedPassword);

impl IntoResponse for Verdict {
    fn into_response(self) -> Response {
        let status = if self.0.result { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        answer::json(status, &self.0)
    }
}

impl Answer for Verdict {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<CheckedPassword>(200);
    }
}

pub(in crate::management::sign_in_exp) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[(400, "request.invalid_input"), (404, "entity.not_found")];
    Routes::at("/api/sign-in-exp/default/check-password")
        .post(check, about("Check a password against the rules", ERRORS))
}

async fn check(
    Management { tenant, .. }: Management,
    State(passwords): State<Passwords>,
    Body(input): Body<CheckPassword>,
) -> Result<Verdict, Failure> {
    Ok(Verdict(sign_in_exp::check_password(&tenant, &passwords, &input).await?))
}
