//! `/api/users/{userId}/mfa-verifications`: second factors of a user.

use avouch_domain::users::mfa_verifications;
use avouch_model::users::mfa::{MadeFactor, ShownFactor};
use avouch_model::users::requests::CreateMfaVerification;

use super::{MISSING, about};
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const CREATE: &[(u16, &str)] = &[
        MISSING,
        (422, "user.totp_already_in_use"),
        (422, "user.totp_secret_invalid"),
        (422, "user.backup_code_already_in_use"),
        (422, "session.mfa.backup_code_can_not_be_alone"),
        (422, "user.wrong_backup_code_format"),
    ];
    Routes::at("/api/users/{userId}/mfa-verifications")
        .get(list, about("List the second factors of a user", &[MISSING]))
        .post(create, about("Create a second factor of a user", CREATE))
        .and_at("/api/users/{userId}/mfa-verifications/{verificationId}")
        .delete(delete, about("Delete a second factor of a user", &[MISSING]))
}

async fn list(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<Vec<ShownFactor>>, Failure> {
    Ok(Json(mfa_verifications::list(&tenant, &id).await?))
}

async fn create(
    management: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<CreateMfaVerification>,
) -> Result<Json<MadeFactor>, Failure> {
    let issuer = management.host();
    Ok(Json(mfa_verifications::create(&management.tenant, &id, issuer, input).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id, factor]): Ids<2>) -> Result<NoContent, Failure> {
    mfa_verifications::delete(&tenant, &id, &factor).await?;
    Ok(NoContent)
}
