//! `/api/experience/verification/web-authn/authentication`: ask for one of the user's passkeys.

mod verify;

use avouch_signin::verification::web_authn::{self, Authentication};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] =
        &[NOT_STARTED, (404, "session.identifier_not_found"), (400, "session.mfa.webauthn_verification_not_found")];
    Routes::at("/api/experience/verification/web-authn/authentication")
        .post(ask, about("Ask for one of the user's passkeys", ERRORS))
        .merge(verify::routes())
}

async fn ask(interacting: Interacting) -> Result<Json<Authentication>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = web_authn::ask(interacting.tenant(), &mut progress, &interacting.site()).await;
    let asked = interacting.step("Verification.WebAuthn.Create", Value::Null, &progress, outcome).await?;
    Ok(Json(asked))
}
