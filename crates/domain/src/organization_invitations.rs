//! Invitations into organizations: made, sent, accepted or taken back.

pub mod message;
pub mod status;

use avouch_model::organization_invitations::{
    CreateInvitation, Invitation, InvitationStatus, InvitationWithRoles, ListInvitations, MessagePayload,
};
use avouch_model::{InvitationId, OrganizationId, Timestamp, UserId};
use avouch_outbound::Client;
use avouch_store::organization_invitations as stored;
use avouch_store::{Read, Tenant};

use crate::changes::text;
use crate::organizations::relations::{refused, texts};
use crate::{Error, Result, ids};

/// Adds the roles to invitations, and tells of a pending one whose time is over that it is expired.
async fn shown(db: &impl Read, invitations: Vec<Invitation>, now: Timestamp) -> Result<Vec<InvitationWithRoles>> {
    let ids: Vec<&str> = invitations.iter().map(|invitation| invitation.id.as_str()).collect();
    let roles = stored::roles(db, &ids).await?;
    let shown = invitations.into_iter().map(|mut invitation| {
        invitation.status = effective(&invitation, now);
        InvitationWithRoles { organization_roles: roles.of(invitation.id.as_str()), invitation }
    });
    Ok(shown.collect())
}

fn effective(invitation: &Invitation, now: Timestamp) -> InvitationStatus {
    match invitation.status {
        InvitationStatus::Pending if invitation.expires_at <= now => InvitationStatus::Expired,
        status => status,
    }
}

/// The invitations that pass a filter, newest first.
pub async fn list(tenant: &Tenant, query: ListInvitations) -> Result<Vec<InvitationWithRoles>> {
    let ListInvitations { organization_id, inviter_id, invitee } = query;
    let filter = stored::Filter { organization: organization_id, inviter: inviter_id, invitee };
    shown(tenant, stored::list(tenant, &filter).await?, tenant.now()).await
}

/// One invitation.
pub async fn get(tenant: &Tenant, id: &str) -> Result<InvitationWithRoles> {
    one(tenant, id, tenant.now()).await
}

async fn one(db: &impl Read, id: &str, now: Timestamp) -> Result<InvitationWithRoles> {
    let found = stored::get(db, id).await?.ok_or(Error::NotFound)?;
    shown(db, vec![found], now).await?.pop().ok_or(Error::NotFound)
}

/// Invites someone; nothing is left of it when the mail cannot be sent.
pub async fn create(tenant: &Tenant, http: &Client, input: CreateInvitation) -> Result<InvitationWithRoles> {
    let CreateInvitation { inviter_id, invitee, organization_id, expires_at, organization_role_ids, message_payload } =
        input;
    let now = tenant.now();
    let expires_at = Timestamp::from_millis(expires_at.get());
    if expires_at <= now {
        return Err(Error::InvalidInput { details: "`expiresAt` must be in the future.".to_owned() });
    }
    let invitee = invitee.into_inner();
    let tx = tenant.begin().await?;
    if let Some(account) = avouch_store::users::by_email(&tx, &invitee).await?
        && avouch_store::organizations::users::is_member(&tx, &organization_id, account.user.id.as_str()).await?
    {
        return Err(Error::UnprocessableInput { details: "the invitee is already a member.".to_owned() });
    }
    stored::expire(&tx, &invitee, &organization_id, now).await?;
    let invitation = Invitation {
        tenant_id: tenant.id().clone(),
        id: InvitationId::new(ids::standard()),
        inviter_id: text(inviter_id).map(UserId::new),
        invitee,
        accepted_user_id: None,
        organization_id: OrganizationId::new(organization_id.into_inner()),
        status: InvitationStatus::Pending,
        created_at: now,
        updated_at: now,
        expires_at,
    };
    let roles = organization_role_ids.map(texts).unwrap_or_default();
    stored::create(&tx, &invitation, &roles).await.map_err(refused)?;
    let made = one(&tx, invitation.id.as_str(), now).await?;
    // The mail takes longer than a transaction may: it goes out afterwards, and takes the invitation back if it cannot.
    tx.commit().await?;
    if let Some(MessagePayload::Send(variables)) = message_payload
        && let Err(error) = message::deliver(tenant, http, &invitation, &variables).await
    {
        delete(tenant, invitation.id.as_str()).await?;
        return Err(error);
    }
    Ok(made)
}

/// Removes an invitation.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
