//! `/api/verifications/web-authn/registration/verify`: take a new passkey.

use avouch_account::verifications::Verified;
use avouch_account::verifications::web_authn::{self, OwnPasskeyProof};

use crate::http::answer::Json;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::verifications::{NO_RECORD, THIRD_PARTY, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        THIRD_PARTY,
        NO_RECORD,
        (400, "session.mfa.pending_info_not_found"),
        (400, "session.mfa.webauthn_verification_failed"),
    ];
    Routes::at("/api/verifications/web-authn/registration/verify").post(verify, about("Take a new passkey", ERRORS))
}

async fn verify(owner: Owner, Body(input): Body<OwnPasskeyProof>) -> Result<Json<Verified>, Failure> {
    Ok(Json(web_authn::verify(&owner.caller, &owner.around(), input).await?))
}
