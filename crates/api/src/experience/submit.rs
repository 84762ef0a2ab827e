//! `/api/experience/submit`: the end of the sign-in experience.

use avouch_domain::Error;
use avouch_shape::Describe;
use avouch_signin::State as Progress;
use avouch_signin::actions::post_sign_in;
use avouch_signin::audit;
use avouch_signin::submit::{self, Entered, Finished};
use avouch_signin::trusted_device::NewCookie;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::profile::mfa::trusted_device as device;
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
        (400, "session.mfa.mfa_factor_not_enabled"),
        (400, "session.verification_failed"),
        (422, "user.passkey_preferred"),
        (422, "session.mfa.suggest_additional_mfa"),
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
struct Submitted(Option<GoOn>, Option<NewCookie>);

impl IntoResponse for Submitted {
    fn into_response(self) -> Response {
        match self.0 {
            Some(go_on) => {
                let mut response = answer::json(StatusCode::OK, &go_on);
                if let Some(cookie) = self.1 {
                    device::keep(&mut response, &cookie);
                }
                response
            }
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
    let go_on = || GoOn { redirect_to: interacting.return_to().to_owned() };
    // Sent twice, by hand or by a network, it does what it did.
    if progress.is_submitted() {
        return Ok(Submitted(Some(go_on()), None));
    }
    let mut told = Map::new();
    let checked = submit::check(interacting.tenant(), &interacting.around(), &progress, &mut told).await;
    let checked = match checked {
        Ok(()) => post_sign_in::ask_about(interacting.tenant(), &interacting.around(), &progress).await,
        Err(error) => Err(error),
    };
    let tx = interacting.tenant().begin().await?;
    if Progress::parse(interacting.lock(&tx).await?.as_ref()).ok_or(Error::InteractionNotFound)?.is_submitted() {
        return Ok(Submitted(Some(go_on()), None));
    }
    let patch = match checked {
        Ok(patch) => patch,
        Err(error) => {
            drop(tx);
            return interacting.note_with("Submit", Value::Null, told, &progress, Err(error)).await;
        }
    };
    let outcome = submit::write(interacting.tenant(), &tx, &interacting.around(), &progress, patch.as_ref()).await;
    let finished = match outcome {
        Ok(finished) => finished,
        Err(error) => {
            drop(tx);
            return interacting.note_with("Submit", Value::Null, told, &progress, Err(error)).await;
        }
    };
    let (result, devices, answer) = match finished {
        Finished::GoOn(Entered { result, cookie, devices }) => (result, devices, Submitted(Some(go_on()), cookie)),
        Finished::Recovered => (json!({}), Vec::new(), Submitted(None, None)),
    };
    interacting.keep_in(&tx, result).await?;
    tx.commit().await.map_err(Error::Store)?;
    interacting.note_with("Submit", Value::Null, told, &progress, Ok(())).await?;
    for device in &devices {
        audit::trusted_device(interacting.tenant(), &interacting.around(), interacting.params(), device).await?;
    }
    Ok(answer)
}
