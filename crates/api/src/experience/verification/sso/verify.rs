//! `/api/experience/verification/sso/{connectorId}/verify`: come back from the provider of an enterprise.

use avouch_signin::verification::sso::{self, Return};
use avouch_signin::verification::{Made, arrival};
use serde_json::json;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "session.connector_validation_session_not_found"),
        NOT_STARTED,
        (404, "session.verification_session_not_found"),
        (404, "entity.not_exists_with_id"),
        (404, "connector.not_found"),
        (500, "connector.invalid_config"),
        (401, "connector.authorization_failed"),
    ];
    Routes::at("/api/experience/verification/sso/{connectorId}/verify")
        .post(verify, about("Come back from the provider of an enterprise", ERRORS))
}

async fn verify(
    interacting: Interacting,
    Ids([connector]): Ids<1>,
    Body(input): Body<Return>,
) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let told = json!({ "connectorId": connector });
    let outcome = match arrival::check(&progress, &connector, interacting.cookie(arrival::COOKIE)) {
        Ok(()) => sso::verify(interacting.tenant(), interacting.reach(), &mut progress, &connector, &input).await,
        Err(error) => Err(error),
    };
    let made = interacting.step("Verification.EnterpriseSso.Submit", told, &progress, outcome).await?;
    Ok(Json(made))
}
