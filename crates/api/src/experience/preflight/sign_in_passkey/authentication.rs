//! `/api/experience/preflight/sign-in-passkey/authentication`: ask for anyone's passkey.

use avouch_signin::verification::sign_in_passkey::{self, Preflight};

use crate::experience::{Interacting, about};
use crate::http::answer::Json;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/experience/preflight/sign-in-passkey/authentication")
        .post(ask, about("Ask for anyone's passkey", &[]))
}

async fn ask(interacting: Interacting) -> Result<Json<Preflight>, Failure> {
    let (kept, asked) = sign_in_passkey::preflight(interacting.kept(), &interacting.site());
    interacting.keep_result(kept).await?;
    Ok(Json(asked))
}
