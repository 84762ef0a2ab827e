//! `/api/users/{userId}/all-identities`: every identity of a user.

use avouch_domain::users::identities;
use avouch_model::users::answers::AllIdentities;
use avouch_model::users::requests::ShowIdentities;

use super::{MISSING, about};
use crate::http::answer::Json;
use crate::http::extract::{Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/all-identities").get(list, about("Get all identities of a user", &[MISSING]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Query(show): Query<ShowIdentities>,
) -> Result<Json<AllIdentities>, Failure> {
    let with_secrets = show.include_token_secret.is_some_and(|text| !text.is_empty());
    Ok(Json(identities::all(&tenant, &id, with_secrets).await?))
}
