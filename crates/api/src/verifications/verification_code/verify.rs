//! `/api/verifications/verification-code/verify`: check a code.

use avouch_account::verifications::Verified;
use avouch_account::verifications::verification_code::{self, OwnCodeProof};

use crate::http::answer::Json;
use crate::http::extract::{Body, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::verifications::{BLOCKED, NO_RECORD, THIRD_PARTY, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        THIRD_PARTY,
        NO_RECORD,
        BLOCKED,
        (400, "verification_code.not_found"),
        (400, "verification_code.email_mismatch"),
        (400, "verification_code.phone_mismatch"),
        (400, "verification_code.expired"),
        (400, "verification_code.exceed_max_try"),
        (400, "verification_code.code_mismatch"),
    ];
    Routes::at("/api/verifications/verification-code/verify").post(verify, about("Check a code", ERRORS))
}

async fn verify(Owner { caller, .. }: Owner, Body(input): Body<OwnCodeProof>) -> Result<Json<Verified>, Failure> {
    Ok(Json(verification_code::verify(&caller, input).await?))
}
