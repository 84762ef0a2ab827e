//! `/api/experience/verification/web-authn/registration`: ask for a new passkey.

mod verify;

use avouch_signin::verification::web_authn::{self, Registration};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NOT_STARTED, (404, "session.identifier_not_found")];
    Routes::at("/api/experience/verification/web-authn/registration")
        .post(ask, about("Ask for a new passkey", ERRORS))
        .merge(verify::routes())
}

async fn ask(interacting: Interacting) -> Result<Json<Registration>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = web_authn::ask_new(interacting.tenant(), &mut progress, &interacting.site()).await;
    let asked = interacting.step("Verification.WebAuthn.Create", Value::Null, &progress, outcome).await?;
    Ok(Json(asked))
}
