//! Invitations into organizations.

use avouch_model::Timestamp;
use avouch_model::organization_invitations::{Invitation, InvitationStatus};

use crate::organizations::Roles;
use crate::relation::{Existing, Link};
use crate::row::{Columns as _, columns};
use crate::sql::Sql;
use crate::{Read, Result, Tx, params};

columns!(Invitation {
    tenant_id: "tenant_id",
    id: "id",
    inviter_id: "inviter_id",
    invitee: "invitee",
    accepted_user_id: "accepted_user_id",
    organization_id: "organization_id",
    status: "status",
    created_at: "created_at",
    updated_at: "updated_at",
    expires_at: "expires_at",
});

const ROLES: Link = Link {
    table: "organization_invitation_role_relations",
    parent: "organization_invitation_id",
    child: "organization_role_id",
};

/// Which invitations to list.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only those of this organization.
    pub organization: Option<String>,
    /// Only those of this inviter.
    pub inviter: Option<String>,
    /// Only those for this address, in any case.
    pub invitee: Option<String>,
}

/// The invitations that pass the filter, newest first.
pub async fn list(db: &impl Read, filter: &Filter) -> Result<Vec<Invitation>> {
    let columns = Invitation::columns("i");
    let mut sql = Sql::new(format!("select {columns} from organization_invitations i where i.tenant_id = $1"));
    if let Some(organization) = &filter.organization {
        sql.push_with(" and i.organization_id = {}", organization);
    }
    if let Some(inviter) = &filter.inviter {
        sql.push_with(" and i.inviter_id = {}", inviter);
    }
    if let Some(invitee) = &filter.invitee {
        sql.push_with(" and lower(i.invitee) = lower({})", invitee);
    }
    sql.push(" order by i.created_at desc, i.id desc");
    db.select(sql).await
}

/// One invitation.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<Invitation>> {
    let columns = Invitation::columns("i");
    let sql = format!("select {columns} from organization_invitations i where i.tenant_id = $1 and i.id = $2");
    db.first(sql.into(), params![id]).await
}

/// The roles of several invitations, ready to be handed out.
pub async fn roles(db: &impl Read, ids: &[&str]) -> Result<Roles> {
    let sql = "select l.organization_invitation_id, r.id, r.name from organization_invitation_role_relations l \
               join organization_roles r on r.tenant_id = l.tenant_id and r.id = l.organization_role_id \
               where l.tenant_id = $1 and l.organization_invitation_id = any($2) order by r.name, r.id";
    Roles::read(db, sql.to_owned(), vec![crate::texts(ids)]).await
}

/// Adds an invitation with its roles.
pub async fn create(tx: &Tx, invitation: &Invitation, roles: &[String]) -> Result<()> {
    let sql = "insert into organization_invitations (tenant_id, id, inviter_id, invitee, organization_id, status, \
               created_at, updated_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        &invitation.id,
        invitation.inviter_id.as_ref(),
        &invitation.invitee,
        &invitation.organization_id,
        invitation.status,
        invitation.created_at,
        invitation.updated_at,
        invitation.expires_at,
    ];
    tx.execute(sql.into(), values).await?;
    ROLES.add(tx, invitation.id.as_str(), roles, Existing::Keep).await
}

/// Says of pending invitations whose time is over that they are expired.
pub async fn expire(tx: &Tx, invitee: &str, organization: &str, now: Timestamp) -> Result<()> {
    let sql = "update organization_invitations set status = 'Expired', updated_at = $4 where tenant_id = $1 \
               and lower(invitee) = lower($2) and organization_id = $3 and status = 'Pending' and expires_at <= $4";
    tx.execute(sql.into(), params![invitee, organization, now]).await.map(drop)
}

/// Writes where an invitation stands.
pub async fn set_status(tx: &Tx, id: &str, status: InvitationStatus, accepted_by: Option<&str>) -> Result<()> {
    let sql = "update organization_invitations set status = $3, accepted_user_id = $4, updated_at = $5 \
               where tenant_id = $1 and id = $2";
    tx.execute(sql.into(), params![id, status, accepted_by, tx.now()]).await.map(drop)
}

/// Removes an invitation; answers whether it existed.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("organization_invitations", id).await
}
