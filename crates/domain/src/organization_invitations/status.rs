//! The answer to an invitation.

use avouch_model::organization_invitations::{AnswerInvitation, Answered, InvitationStatus, InvitationWithRoles};
use avouch_store::organization_invitations as stored;
use avouch_store::{Tenant, Tx};

use crate::changes::text;
use crate::organizations::relations::refused;
use crate::{Error, Result, users};

/// Accepts an invitation, which makes the user a member with its roles, or takes it back.
pub async fn replace(tenant: &Tenant, id: &str, input: AnswerInvitation) -> Result<InvitationWithRoles> {
    let AnswerInvitation { status, accepted_user_id } = input;
    let user = text(accepted_user_id);
    let refuse = |details: &str| Error::UnprocessableInput { details: details.to_owned() };
    if status == Answered::Accepted && user.is_none() {
        return Err(refuse("`acceptedUserId` is needed to accept."));
    }
    let now = tenant.now();
    let tx = tenant.begin().await?;
    let invitation = super::one(&tx, id, now).await?;
    if invitation.invitation.status != InvitationStatus::Pending {
        return Err(refuse("the invitation is answered or its time is over."));
    }
    match (status, user) {
        (Answered::Accepted, Some(user)) => accept(&tx, &invitation, &user).await?,
        (Answered::Revoked | Answered::Accepted, _) => {
            stored::set_status(&tx, id, InvitationStatus::Revoked, None).await?;
        }
    }
    let answered = super::one(&tx, id, now).await?;
    tx.commit().await?;
    Ok(answered)
}

async fn accept(tx: &Tx, invitation: &InvitationWithRoles, user: &str) -> Result<()> {
    let InvitationWithRoles { invitation, organization_roles } = invitation;
    let info = users::info(tx, user).await?;
    let email = info.primary_email.unwrap_or_default();
    if email.to_lowercase() != invitation.invitee.to_lowercase() {
        let details = "the user's e-mail address is not the one that was invited.".to_owned();
        return Err(Error::UnprocessableInput { details });
    }
    let organization = invitation.organization_id.as_str();
    let users = [user.to_owned()];
    crate::organizations::users::join(tx, organization, &users).await?;
    let roles: Vec<String> = organization_roles.iter().map(|role| role.id.to_string()).collect();
    avouch_store::organizations::users::roles::add(tx, organization, &users, &roles).await.map_err(refused)?;
    Ok(stored::set_status(tx, invitation.id.as_str(), InvitationStatus::Accepted, Some(user)).await?)
}
