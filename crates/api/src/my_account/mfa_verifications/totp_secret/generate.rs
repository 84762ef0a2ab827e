//! `/api/my-account/mfa-verifications/totp-secret/generate`: a secret that nobody uses yet.

use avouch_account::mfa_verifications::totp::{self, TotpSecret};

use crate::http::answer::Json;
use crate::http::extract::Owner;
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::about;

pub(super) fn routes() -> Routes {
    Routes::at("/api/my-account/mfa-verifications/totp-secret/generate")
        .post(generate, about("Make a secret for an authenticator app", &[]))
}

async fn generate(_: Owner) -> Result<Json<TotpSecret>, Failure> {
    Ok(Json(totp::generate()))
}
