//! `/api/applications/{applicationId}/sign-in-experience`: the look of an application's sign-in pages.

use avouch_domain::applications::sign_in_experience;
use avouch_model::applications::sign_in_experience::{ApplicationSignInExperience, SetApplicationSignInExperience};

use super::{MISSING, about};
use crate::http::answer::{CreatedOr, Json};
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/applications/{applicationId}/sign-in-experience")
        .get(get, about("Get the look of an application's sign-in pages", &[MISSING]))
        .put(set, about("Set the look of an application's sign-in pages", &[MISSING]))
}

async fn get(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
) -> Result<Json<ApplicationSignInExperience>, Failure> {
    Ok(Json(sign_in_experience::get(&tenant, &id).await?))
}

async fn set(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<SetApplicationSignInExperience>,
) -> Result<CreatedOr<ApplicationSignInExperience>, Failure> {
    let outcome = sign_in_experience::set(&tenant, &id, input).await?;
    Ok(CreatedOr { is_new: outcome.is_new, body: outcome.experience })
}
