//! `/api/experience/verification/backup-code/generate`: make backup codes.

use avouch_signin::verification::backup_code::{self, NewCodes};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[NOT_STARTED, (404, "session.identifier_not_found")];
    Routes::at("/api/experience/verification/backup-code/generate").post(generate, about("Make backup codes", ERRORS))
}

async fn generate(interacting: Interacting) -> Result<Json<NewCodes>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = backup_code::generate(interacting.tenant(), &mut progress).await;
    let made = interacting.step("Verification.BackupCode.Create", Value::Null, &progress, outcome).await?;
    Ok(Json(made))
}
