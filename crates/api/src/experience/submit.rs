//! `/api/experience/submit`: the end of the sign-in experience.

use avouch_shape::Describe;
use avouch_signin::submit::{self, Finished};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::{Interacting, NOT_STARTED, about};
use crate::http::answer;
use crate::http::failure::Failure;
use crate::http::openapi::{Answer, Operation};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (401, "user.suspended"),
        (403, "session.mfa.require_mfa_verification"),
        NOT_STARTED,
        (404, "session.identifier_not_found"),
        (422, "session.captcha_required"),
        (422, "user.missing_profile"),
        (422, "user.missing_mfa"),
        (422, "user.suggest_mfa"),
        (422, "session.mfa.backup_code_required"),
        (422, "user.new_password_required_in_profile"),
    ];
    Routes::at("/api/experience/submit").post(post, about("Finish, and learn where the browser goes on", ERRORS))
}

/// Where the browser goes on.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GoOn {
    /// Address.
    pub(crate) redirect_to: String,
}

/// 200 with where to go on; 204 once a password is recovered.
struct Submitted(Option<GoOn>);

impl IntoResponse for Submitted {
    fn into_response(self) -> Response {
        match self.0 {
            Some(go_on) => answer::json(StatusCode::OK, &go_on),
            None => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

impl Answer for Submitted {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<GoOn>(200);
        operation.answers_nothing(204);
    }
}

async fn post(interacting: Interacting) -> Result<Submitted, Failure> {
    let progress = interacting.progress()?;
    let outcome = submit::submit(interacting.tenant(), &interacting.around(), &progress).await;
    match interacting.note("Submit", Value::Null, &progress, outcome).await? {
        Finished::GoOn(result) => {
            interacting.keep_result(result).await?;
            Ok(Submitted(Some(GoOn { redirect_to: interacting.return_to().to_owned() })))
        }
        Finished::Recovered => {
            interacting.keep_result(serde_json::json!({})).await?;
            Ok(Submitted(None))
        }
    }
}
