//! `/api/verifications/social/verify`: come back from a social provider.

use avouch_account::verifications::Verified;
use avouch_account::verifications::social::{self, ReturnWithOwn};

use super::NO_CONNECTOR;
use crate::http::answer::Json;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::verifications::{NO_RECORD, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NO_RECORD,
        NO_CONNECTOR,
        (400, "session.connector_validation_session_not_found"),
        (400, "connector.general"),
        (400, "connector.invalid_response"),
        (401, "connector.authorization_failed"),
        (401, "connector.social_auth_code_invalid"),
        (401, "connector.social_invalid_access_token"),
        (401, "connector.social_invalid_id_token"),
    ];
    Routes::at("/api/verifications/social/verify").post(verify, about("Prove a social identity", ERRORS))
}

async fn verify(owner: Owner, Body(input): Body<ReturnWithOwn>) -> Result<Json<Verified>, Failure> {
    Ok(Json(social::verify(&owner.caller, &owner.around(), input).await?))
}
