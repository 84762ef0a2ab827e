//! `/api/organization-invitations/{id}/message`: the mail of an invitation.

use avouch_domain::organization_invitations::message;
use avouch_model::organization_invitations::MessageVariables;

use axum::extract::State;

use super::{FLOOD, NO_CONNECTOR, NOT_FOUND, about};
use crate::http::answer::NoContent;
use crate::http::app::State as App;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/organization-invitations/{id}/message")
        .post(send, about("Send the mail of an invitation again", &[NOT_FOUND, FLOOD, NO_CONNECTOR]))
}

async fn send(
    Management { tenant, .. }: Management,
    State(state): State<App>,
    Ids([id]): Ids<1>,
    Body(variables): Body<MessageVariables>,
) -> Result<NoContent, Failure> {
    message::send(&tenant, &state.0.outbound, &id, &variables).await?;
    Ok(NoContent)
}
