//! `/api/users/{userId}/identities`: identities at social providers.

use avouch_domain::users::identities;
use avouch_model::Json as Stored;
use avouch_model::users::UserProfile;
use avouch_model::users::answers::SocialIdentity;
use avouch_model::users::requests::{SetIdentity, ShowIdentity};

use super::{MISSING, about};
use crate::http::answer::{CreatedOr, Json};
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const NONE: (u16, &str) = (404, "user.identity_not_exist");
    const IN_USE: (u16, &str) = (422, "user.identity_already_in_use");
    Routes::at("/api/users/{userId}/identities/{target}")
        .get(get, about("Get a social identity of a user", &[MISSING, NONE]))
        .put(set, about("Set a social identity of a user", &[MISSING, IN_USE]))
        .delete(delete, about("Delete a social identity of a user", &[MISSING, NONE]).also(204))
}

async fn get(
    Management { tenant, .. }: Management,
    Ids([id, target]): Ids<2>,
    Query(show): Query<ShowIdentity>,
) -> Result<Json<SocialIdentity>, Failure> {
    Ok(Json(identities::get(&tenant, &id, &target, show.include_token_secret.0).await?))
}

async fn set(
    Management { tenant, .. }: Management,
    Ids([id, target]): Ids<2>,
    Body(input): Body<SetIdentity>,
) -> Result<CreatedOr<Stored>, Failure> {
    let outcome = identities::set(&tenant, &id, &target, input).await?;
    Ok(CreatedOr { is_new: outcome.is_new, body: outcome.identities })
}

async fn delete(
    Management { tenant, .. }: Management,
    Ids([id, target]): Ids<2>,
) -> Result<Json<UserProfile>, Failure> {
    Ok(Json(identities::delete(&tenant, &id, &target).await?))
}
