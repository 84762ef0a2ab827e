//! `/api/organization-invitations`: invitations into organizations.

mod message;
mod status;

use avouch_domain::organization_invitations as invitations;
use avouch_model::organization_invitations::{CreateInvitation, InvitationWithRoles, ListInvitations};

use axum::extract::State;

use crate::http::answer::{Created, Json, NoContent};
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management, Query};
use crate::http::failure::Failure;
use crate::http::openapi::About;
use crate::http::routes::Routes;

const NOT_FOUND: (u16, &str) = (404, "entity.not_found");
const UNPROCESSABLE: (u16, &str) = (422, "request.invalid_input");
const FLOOD: (u16, &str) = (429, "request.message_rate_limited");
const NO_CONNECTOR: (u16, &str) = (501, "connector.not_found");

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Organization invitations", summary, errors)
}

pub(super) fn routes() -> Routes {
    const CREATE: &[(u16, &str)] = &[
        (400, "request.invalid_input"),
        UNPROCESSABLE,
        (422, "entity.unique_integrity_violation"),
        (422, "entity.relation_foreign_key_not_found"),
        FLOOD,
        NO_CONNECTOR,
    ];
    Routes::at("/api/organization-invitations")
        .get(list, about("List invitations", &[]))
        .post(create, about("Invite someone into an organization", CREATE))
        .and_at("/api/organization-invitations/{id}")
        .get(get, about("Get an invitation", &[NOT_FOUND]))
        .delete(delete, about("Delete an invitation", &[NOT_FOUND]))
        .merge(message::routes())
        .merge(status::routes())
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<ListInvitations>,
) -> Result<Json<Vec<InvitationWithRoles>>, Failure> {
    Ok(Json(invitations::list(&tenant, query).await?))
}

async fn create(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Body(input): Body<CreateInvitation>,
) -> Result<Created<InvitationWithRoles>, Failure> {
    Ok(Created(invitations::create(&tenant, &state.0.outbound, input).await?))
}

async fn get(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<Json<InvitationWithRoles>, Failure> {
    Ok(Json(invitations::get(&tenant, &id).await?))
}

async fn delete(Management { tenant, .. }: Management, Ids([id]): Ids<1>) -> Result<NoContent, Failure> {
    invitations::delete(&tenant, &id).await?;
    Ok(NoContent)
}
