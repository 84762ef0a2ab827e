//! `/api/verifications/web-authn/registration`: ask for a new passkey.

mod verify;

use avouch_account::verifications::web_authn::{self, OwnRegistration};

use crate::http::answer::Json;
use crate::http::extract::Owner;
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::verifications::{GONE, THIRD_PARTY, about};

pub(super) fn routes() -> Routes {
    Routes::at("/api/verifications/web-authn/registration")
        .post(create, about("Ask for a new passkey", &[THIRD_PARTY, GONE]))
        .merge(verify::routes())
}

async fn create(owner: Owner) -> Result<Json<OwnRegistration>, Failure> {
    Ok(Json(web_authn::create(&owner.caller, &owner.around()).await?))
}
