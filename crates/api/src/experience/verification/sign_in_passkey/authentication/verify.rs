//! `/api/experience/verification/sign-in-passkey/authentication/verify`: take the use of a passkey, which says who it is.

use avouch_signin::verification::Made;
use avouch_signin::verification::sign_in_passkey::{self, Proof};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        NOT_STARTED,
        (400, "session.identifier_not_found"),
        (400, "session.passkey_sign_in.pending_info_not_found"),
        (400, "session.passkey_sign_in.conflict_rp_id"),
        (400, "session.mfa.webauthn_verification_failed"),
        (404, "session.verification_session_not_found"),
        (409, "session.identity_conflict"),
    ];
    Routes::at("/api/experience/verification/sign-in-passkey/authentication/verify")
        .post(verify, about("Take the use of a passkey, which says who it is", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<Proof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = sign_in_passkey::verify(interacting.tenant(), &mut progress, &interacting.site(), &input).await;
    let made = interacting.step("Verification.SignInPasskey.Submit", Value::Null, &progress, outcome).await?;
    Ok(Json(made))
}
