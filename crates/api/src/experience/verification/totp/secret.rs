//! `/api/experience/verification/totp/secret`: make a secret for a new authenticator app.

use avouch_signin::verification::totp::{self, NewSecret};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NOT_STARTED, (404, "session.identifier_not_found")];
    Routes::at("/api/experience/verification/totp/secret")
        .post(create, about("Make a secret for a new authenticator app", ERRORS))
}

async fn create(interacting: Interacting) -> Result<Json<NewSecret>, Failure> {
    let host = interacting.host();
    let mut progress = interacting.progress()?;
    let outcome = totp::create(interacting.tenant(), &mut progress, &host).await;
    let made = interacting.step("Verification.Totp.Create", Value::Null, &progress, outcome).await?;
    Ok(Json(made))
}
