//! `/api/my-account/mfa-verifications`: second factors.

mod backup_codes;
mod name;
mod totp;
mod totp_secret;

use avouch_account::mfa_verifications::{self, NewOwnFactor};
use avouch_model::users::mfa::ShownFactor;

use super::{GONE, NO_RECORD, NOT_EDITABLE, NOT_ENABLED, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Ids, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

const FACTOR_NOT_ENABLED: (u16, &str) = (400, "session.mfa.mfa_factor_not_enabled");
const INVALID_SECRET: (u16, &str) = (400, "user.totp_secret_invalid");
const INVALID_CODE: (u16, &str) = (400, "session.mfa.invalid_totp_code");

pub(super) fn routes() -> Routes {
    const CREATE: &[(u16, &str)] = &[
        UNPROVED,
        NOT_EDITABLE,
        THIRD_PARTY,
        FACTOR_NOT_ENABLED,
        (422, "user.totp_already_in_use"),
        INVALID_SECRET,
        INVALID_CODE,
        (422, "user.backup_code_already_in_use"),
        (422, "session.mfa.backup_code_can_not_be_alone"),
        (422, "user.wrong_backup_code_format"),
        NO_RECORD,
    ];
    const DELETE: &[(u16, &str)] = &[UNPROVED, THIRD_PARTY, NO_RECORD, NOT_EDITABLE];
    Routes::at("/api/my-account/mfa-verifications")
        .get(list, about("List the second factors", &[NOT_ENABLED, GONE]))
        .post(create, about("Set up a second factor", CREATE))
        .and_at("/api/my-account/mfa-verifications/{verificationId}")
        .delete(delete, about("Remove a second factor", DELETE))
        .merge(backup_codes::routes())
        .merge(name::routes())
        .merge(totp::routes())
        .merge(totp_secret::routes())
}

async fn list(Owner { caller, .. }: Owner) -> Result<Json<Vec<ShownFactor>>, Failure> {
    Ok(Json(mfa_verifications::list(&caller).await?))
}

async fn create(Owner { caller, .. }: Owner, Body(input): Body<NewOwnFactor>) -> Result<NoContent, Failure> {
    mfa_verifications::create(&caller, input).await?;
    Ok(NoContent)
}

async fn delete(Owner { caller, .. }: Owner, Ids([factor]): Ids<1>) -> Result<NoContent, Failure> {
    mfa_verifications::delete(&caller, &factor).await?;
    Ok(NoContent)
}
