//! `/api/my-account/user-assets/avatar`: a picture of the user.

use avouch_account::user_assets::avatar;
use avouch_model::user_assets::Uploaded;
use axum::extract::State;

use crate::http::answer::Json;
use crate::http::app::State as App;
use crate::http::extract::{File, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::{NOT_EDITABLE, THIRD_PARTY, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[THIRD_PARTY, NOT_EDITABLE];
    Routes::at("/api/my-account/user-assets/avatar").post(create, about("Keep a picture of the user", ERRORS))
}

async fn create(owner: Owner, State(state): State<App>, File(file): File) -> Result<Json<Uploaded>, Failure> {
    let storage = state.0.storage.as_ref();
    Ok(Json(avatar::create(&owner.caller, storage, file, owner.around().endpoint).await?))
}
