//! `/api/my-account/sessions`: browsers in which the user is signed in.

use avouch_account::sessions::{self, OwnSessions};
use avouch_model::users::sessions::EndSession;

use super::{NOT_EDITABLE, NOT_ENABLED, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::{Json, NoContent};
use crate::http::extract::{Ids, Owner, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const DELETE: &[(u16, &str)] = &[
        UNPROVED,
        NOT_EDITABLE,
        THIRD_PARTY,
        (400, "oidc.session_not_found"),
        (400, "oidc.invalid_session_account_id"),
    ];
    Routes::at("/api/my-account/sessions")
        .get(list, about("List the user's sessions", &[UNPROVED, NOT_ENABLED]))
        .delete(delete_others, about("End the user's other sessions", &[UNPROVED, NOT_EDITABLE, THIRD_PARTY]))
        .and_at("/api/my-account/sessions/{sessionId}")
        .delete(delete, about("End a session of the user", DELETE))
}

async fn list(Owner { caller, .. }: Owner) -> Result<Json<OwnSessions>, Failure> {
    Ok(Json(sessions::list(&caller).await?))
}

async fn delete_others(Owner { caller, .. }: Owner, Query(how): Query<EndSession>) -> Result<NoContent, Failure> {
    sessions::delete_others(&caller, how.revoke_grants_target).await?;
    Ok(NoContent)
}

async fn delete(
    Owner { caller, .. }: Owner,
    Ids([session]): Ids<1>,
    Query(how): Query<EndSession>,
) -> Result<NoContent, Failure> {
    sessions::delete(&caller, &session, how.revoke_grants_target).await?;
    Ok(NoContent)
}
