//! `/api/experience/verification/backup-code/verify`: use a backup code up.

use avouch_signin::verification::Made;
use avouch_signin::verification::backup_code::{self, BackupCodeProof};
use serde_json::Value;

use crate::experience::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::extract::Body;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "session.verification_blocked_too_many_attempts"),
        (400, "session.mfa.invalid_backup_code"),
        NOT_STARTED,
        (404, "session.identifier_not_found"),
    ];
    Routes::at("/api/experience/verification/backup-code/verify").post(verify, about("Use a backup code up", ERRORS))
}

async fn verify(interacting: Interacting, Body(input): Body<BackupCodeProof>) -> Result<Json<Made>, Failure> {
    let mut progress = interacting.progress()?;
    let outcome = backup_code::verify(interacting.tenant(), &mut progress, &input).await;
    let made = interacting.step("Verification.BackupCode.Submit", Value::Null, &progress, outcome).await?;
    Ok(Json(made))
}
