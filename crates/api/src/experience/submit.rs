//! `/api/experience/submit`: the end of the sign-in experience.

use avouch_shape::Describe;
use avouch_signin::submit;
use serde::Serialize;

use super::{Interacting, NOT_STARTED, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[
        (401, "user.suspended"),
        (403, "session.mfa.require_mfa_verification"),
        NOT_STARTED,
        (404, "session.identifier_not_found"),
        (422, "session.captcha_required"),
        (422, "user.missing_profile"),
        (422, "user.missing_mfa"),
    ];
    Routes::at("/api/experience/submit").post(post, about("Finish, and learn where the browser goes on", ERRORS))
}

/// Where the browser goes on.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GoOn {
    /// Address.
    pub(crate) redirect_to: String,
}

async fn post(interacting: Interacting) -> Result<Json<GoOn>, Failure> {
    let progress = interacting.progress()?;
    let result = submit::submit(interacting.tenant(), &progress).await?;
    interacting.keep_result(result).await?;
    Ok(Json(GoOn { redirect_to: interacting.return_to().to_owned() }))
}
