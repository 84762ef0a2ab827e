//! `/api/organization-invitations/{id}/status`: the answer to an invitation.

use avouch_domain::organization_invitations::status;
use avouch_model::organization_invitations::{AnswerInvitation, InvitationWithRoles};

use super::{NOT_FOUND, UNPROCESSABLE, about};
use crate::http::answer::Json;
use crate::http::extract::{Body, Ids, Management};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/organization-invitations/{id}/status")
        .put(replace, about("Accept an invitation, or take it back", &[NOT_FOUND, UNPROCESSABLE]))
}

async fn replace(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Body(input): Body<AnswerInvitation>,
) -> Result<Json<InvitationWithRoles>, Failure> {
    Ok(Json(status::replace(&tenant, &id, input).await?))
}
