//! `/api/verification-codes/verify`: checks a code.

use avouch_domain::verification_codes;
use avouch_model::verification_codes::CodeCheck;

use super::about;
use crate::http::answer::NoContent;
use crate::http::extract::{Body, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (400, "verification_code.not_found"),
        (400, "verification_code.expired"),
        (400, "verification_code.exceed_max_try"),
        (400, "verification_code.code_mismatch"),
    ];
    Routes::at("/api/verification-codes/verify").post(verify, about("Check a code", ERRORS))
}

async fn verify(Management { tenant, .. }: Management, Body(input): Body<CodeCheck>) -> Result<NoContent, Failure> {
    verification_codes::check(&tenant, &input).await?;
    Ok(NoContent)
}
