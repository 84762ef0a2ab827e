//! `/api/my-account/mfa-verifications/backup-codes/generate`: codes that nobody uses yet.

use avouch_account::mfa_verifications::backup_codes::{self, NewBackupCodes};

use crate::http::answer::Json;
use crate::http::extract::Owner;
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::about;

pub(super) fn routes() -> Routes {
    Routes::at("/api/my-account/mfa-verifications/backup-codes/generate")
        .post(generate, about("Make backup codes", &[]))
}

async fn generate(_: Owner) -> Result<Json<NewBackupCodes>, Failure> {
    Ok(Json(backup_codes::generate()))
}
