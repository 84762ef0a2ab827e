//! `/api/experience/verification/sign-in-passkey/authentication`: ask for a passkey of the one who has an identifier.

mod verify;

use avouch_signin::verification::sign_in_passkey::{self, Ask};
use avouch_signin::verification::web_authn::Authentication;
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NOT_STARTED, (400, "session.mfa.webauthn_verification_not_found")];
    Routes::at("/api/experience/verification/sign-in-passkey/authentication")
        .post(ask, about("Ask for a passkey of the one who has an identifier", ERRORS))
        .merge(verify::routes())
}

async fn ask(interacting: Interacting, Body(input): Body<Ask>) -> Result<Json<Authentication>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = sign_in_passkey::ask(interacting.tenant(), &mut progress, &interacting.site(), &input).await;
    let asked = interacting.step("Verification.SignInPasskey.Create", Value::Null, &progress, outcome).await?;
    Ok(Json(asked))
}
