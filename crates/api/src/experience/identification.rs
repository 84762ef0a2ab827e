//! `/api/experience/identification`: who it is, or who it shall be.

use avouch_domain::Error;
use avouch_signin::State as Progress;
use avouch_signin::identification::{self, Identification, Identified};
use avouch_store::Tx;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{Interacting, NOT_STARTED, about};
use crate::http::answer;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::openapi::{Answer, Operation};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "session.verification_failed"),
        (400, "session.identifier_not_found"),
        (400, "session.passkey_sign_in.sso_users_not_allowed"),
        (401, "user.suspended"),
        (403, "auth.forbidden"),
        NOT_STARTED,
        (404, "session.verification_session_not_found"),
        (404, "user.user_not_exist"),
        (404, "user.sso_identity_not_exist"),
        (409, "session.identity_conflict"),
        (422, "user.sign_in_method_not_enabled"),
        (422, "session.not_supported_for_forgot_password"),
        (422, "session.captcha_required"),
        (422, "user.missing_profile"),
        (404, "user.identity_not_exist"),
        (422, "session.sso_enabled"),
        (422, "session.email_blocklist.email_not_allowed"),
        (422, "session.email_blocklist.email_subaddressing_not_allowed"),
        (422, "user.username_too_short"),
        (422, "user.username_too_long"),
        (422, "user.username_uppercase_not_allowed"),
        (422, "user.username_lowercase_not_allowed"),
        (422, "user.username_numbers_not_allowed"),
        (422, "user.username_underscore_not_allowed"),
        (422, "user.username_already_in_use"),
        (422, "user.email_already_in_use"),
        (422, "user.phone_already_in_use"),
        (422, "user.identity_already_in_use"),
    ];
    Routes::at("/api/experience/identification").post(identify, about("Identify the user, or create one", ERRORS))
}

/// 201 for a new user, 204 otherwise.
struct Outcome(Identified);

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        match self.0 {
            Identified::New | Identified::Created => answer::text(StatusCode::CREATED),
            Identified::Known(_) => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

impl Answer for Outcome {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_text(201);
        operation.answers_nothing(204);
    }
}

async fn identify(interacting: Interacting, Body(input): Body<Identification>) -> Result<Outcome, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = identification::identify(interacting.tenant(), &mut progress, &input).await;
    let outcome = keep(&interacting, &mut progress, outcome).await?;
    let told = json!({ "verificationId": input.verification_id, "linkSocialIdentity": input.link_social_identity });
    let identified = interacting.note("Identifier.Submit", told, &progress, outcome).await?;
    if let Identified::Known(Some(synced)) = &identified {
        let more = Map::from_iter([("syncedProfile".to_owned(), synced.clone())]);
        interacting.note_with("Profile.Update", Value::Null, more, &progress, Ok(())).await?;
    }
    Ok(Outcome(identified))
}

/// Keeps what was given, even when something else is missing, and makes the account with it if one is to be made. Sent
/// twice, by hand or by a network, it is made once, and stays known.
async fn keep(
    interacting: &Interacting,
    progress: &mut Progress,
    mut outcome: Result<Identified, Error>,
) -> Result<Result<Identified, Error>, Failure> {
    if let Ok(Identified::New) = outcome {
        let tx = interacting.tenant().begin().await?;
        if let Some(made) = made_meanwhile(interacting, &tx).await? {
            *progress = made;
            return Ok(Ok(Identified::Created));
        }
        let mut with_account = progress.clone();
        match identification::create(&tx, &interacting.around(), &mut with_account).await {
            Ok(()) => {
                interacting.keep_in(&tx, with_account.to_value()).await?;
                tx.commit().await?;
                *progress = with_account;
                return Ok(Ok(Identified::Created));
            }
            Err(error) => outcome = Err(error),
        }
    }
    let tx = interacting.tenant().begin().await?;
    if let Some(made) = made_meanwhile(interacting, &tx).await? {
        *progress = made;
        return Ok(Ok(Identified::Created));
    }
    interacting.keep_in(&tx, progress.to_value()).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// What is kept, if an account was made of it since this request began; held until the transaction ends.
async fn made_meanwhile(interacting: &Interacting, tx: &Tx) -> Result<Option<Progress>, Failure> {
    let is_made = |kept: Option<&Value>| Progress::parse(kept).filter(Progress::is_created);
    let kept = is_made(interacting.lock(tx).await?.as_ref());
    Ok(kept.filter(|_| is_made(interacting.kept()).is_none()))
}
