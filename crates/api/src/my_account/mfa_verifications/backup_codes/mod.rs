//! `/api/my-account/mfa-verifications/backup-codes`: codes to print.

mod generate;

use avouch_account::mfa_verifications::backup_codes::{self, OwnBackupCodes};

use crate::http::answer::Json;
use crate::http::extract::Owner;
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::{UNPROVED, about};

pub(super) fn routes() -> Routes {
    const NONE: (u16, &str) = (404, "verification_record.not_found");
    Routes::at("/api/my-account/mfa-verifications/backup-codes")
        .get(list, about("List the backup codes", &[UNPROVED, NONE]))
        .merge(generate::routes())
}

async fn list(Owner { caller, .. }: Owner) -> Result<Json<OwnBackupCodes>, Failure> {
    Ok(Json(backup_codes::list(&caller).await?))
}
