//! `/api/my-account/personal-data`: all that is kept about the user, to be taken along.

use avouch_account::personal_data::{self, PersonalData};

use super::{THIRD_PARTY, UNPROVED, about};
use crate::http::answer::Json;
use crate::http::extract::Owner;
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/my-account/personal-data")
        .get(get, about("Get all that is kept about the user", &[UNPROVED, THIRD_PARTY]))
}

async fn get(Owner { caller, .. }: Owner) -> Result<Json<PersonalData>, Failure> {
    Ok(Json(personal_data::get(&caller).await?))
}
