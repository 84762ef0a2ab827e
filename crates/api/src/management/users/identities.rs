//! `/api/users/{userId}/identities`: identities at social providers.

use avouch_domain::users::identities;
use avouch_model::Json as Stored;
use avouch_model::users::UserProfile;
use avouch_model::users::answers::SocialIdentity;
use avouch_model::users::requests::{LinkIdentity, SetIdentity, ShowIdentity};
use axum::extract::State;

use super::{MISSING, about};
use crate::http::answer::{CreatedOr, Json};
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const NONE: (u16, &str) = (404, "user.identity_not_exist");
    const IN_USE: (u16, &str) = (422, "user.identity_already_in_use");
    const LINK: &[(u16, &str)] = &[
        MISSING,
        IN_USE,
        (422, "session.invalid_connector_id"),
        (400, "connector.general"),
        (400, "connector.invalid_response"),
        (401, "connector.authorization_failed"),
        (401, "connector.social_auth_code_invalid"),
        (401, "connector.social_invalid_access_token"),
        (401, "connector.social_invalid_id_token"),
        (501, "connector.not_implemented"),
    ];
    Routes::at("/api/users/{userId}/identities")
        .post(link, about("Link who comes back from a social provider to a user", LINK))
        .and_at("/api/users/{userId}/identities/{target}")
        .get(get, about("Get a social identity of a user", &[MISSING, NONE]))
        .put(set, about("Set a social identity of a user", &[MISSING, IN_USE]))
        .delete(delete, about("Delete a social identity of a user", &[MISSING, NONE]).also(204))
}

async fn link(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([id]): Ids<1>,
    Body(input): Body<LinkIdentity>,
) -> Result<Json<Stored>, Failure> {
    Ok(Json(identities::link(&tenant, &state.0.outbound, &id, &input).await?))
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
