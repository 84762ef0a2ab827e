//! `/api/users/{userId}/sessions`: browsers in which a user is signed in.

use avouch_domain::users::sessions;
use avouch_model::users::sessions::{EndSession, UserSession, UserSessions};

use super::{MISSING, about};
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const NONE: (u16, &str) = (404, "oidc.session_not_found");
    const FOREIGN: (u16, &str) = (404, "oidc.invalid_session_account_id");
    Routes::at("/api/users/{userId}/sessions")
        .get(list, about("List the sessions of a user", &[MISSING]))
        .and_at("/api/users/{userId}/sessions/{sessionId}")
        .get(get, about("Get a session of a user", &[NONE, FOREIGN]))
        .delete(delete, about("End a session of a user", &[NONE, FOREIGN]))
}

async fn list(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<UserSessions>, Failure> {
    Ok(Json(sessions::list(&tenant, &id).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id, session]): Ids<2>) -> Result<Json<UserSession>, Failure> {
    Ok(Json(sessions::get(&tenant, &id, &session).await?))
}

async fn delete(
    Management { tenant, .. }: Management,
    Ids([id, session]): Ids<2>,
    Query(how): Query<EndSession>,
) -> Result<NoContent, Failure> {
    sessions::delete(&tenant, &id, &session, how.revoke_grants_target).await?;
    Ok(NoContent)
}
