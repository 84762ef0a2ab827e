//! `/api/experience/verification/social/{connectorId}/verify`: come back from a social provider.

use avouch_signin::verification::social::{self, ONE_TAP_COOKIE, OneTap, Return};
use avouch_signin::verification::{Made, arrival};
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::{Forgetting, Json};
use crate::http::extract::{Body, Ids};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "session.csrf_token_mismatch"),
        (400, "session.google_one_tap.cookie_mismatch"),
        (400, "connector.general"),
        (400, "connector.invalid_response"),
        (401, "connector.authorization_failed"),
        (401, "connector.social_auth_code_invalid"),
        (401, "connector.social_invalid_access_token"),
        (401, "connector.social_invalid_id_token"),
        NOT_STARTED,
        (404, "session.verification_session_not_found"),
        (400, "session.connector_validation_session_not_found"),
        (422, "session.invalid_connector_id"),
        (501, "connector.not_implemented"),
    ];
    Routes::at("/api/experience/verification/social/{connectorId}/verify")
        .post(verify, about("Come back from a social provider", ERRORS))
}

async fn verify(
    interacting: Interacting,
    Ids([connector]): Ids<1>,
    Body(input): Body<Return>,
) -> Result<Forgetting<Json<Made>>, Failure> {
    let mut progress = interacting.progress()?;
    let (tenant, around) = (interacting.tenant(), interacting.around());
    let one_tap =
        OneTap { csrf_token: interacting.cookie("g_csrf_token"), credential: interacting.cookie(ONE_TAP_COOKIE) };
    let told = json!({ "connectorId": connector });
    let outcome = match arrival::check(&progress, &connector, interacting.cookie(arrival::COOKIE)) {
        Ok(()) => social::verify(tenant, &around, &mut progress, &connector, &input, one_tap).await,
        Err(error) => Err(error),
    };
    let made = interacting.step("Verification.Social.Submit", told, &progress, outcome).await?;
    Ok(Forgetting { cookie: one_tap.credential.map(|_| ONE_TAP_COOKIE.into()), answer: Json(made) })
}
