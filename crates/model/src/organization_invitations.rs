//! Invitations into an organization.

use avouch_shape::{Components, Describe, Input, Issues, JsonObject, Patch, Path, Text};
use serde::Serialize;
use serde_json::{Value, json};

use crate::organizations::NamedRole;
use crate::{EmailAddress, Ids, InvitationId, Millis, OrganizationId, TenantId, Timestamp, UserId};

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum InvitationStatus {
    /// Not answered yet.
    Pending,
    /// The invitee is a member.
    Accepted,
    /// Its time is over.
    Expired,
    /// Taken back.
    Revoked,
}

/// An invitation.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: InvitationId,
    /// Who invites.
    pub inviter_id: Option<UserId>,
    /// E-mail address of the invitee.
    pub invitee: String,
    /// The user who accepted.
    pub accepted_user_id: Option<UserId>,
    /// Organization.
    pub organization_id: OrganizationId,
    /// Where it stands.
    pub status: InvitationStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When its time is over.
    pub expires_at: Timestamp,
}

/// An invitation with the roles that come with it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct InvitationWithRoles {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: Invitation,
    /// Roles that the invitee will have.
    pub organization_roles: Vec<NamedRole>,
}

/// Which invitations to list.
#[derive(Debug, Default, Input)]
pub struct ListInvitations {
    /// Only those of this organization.
    pub organization_id: Option<String>,
    /// Only those of this inviter.
    pub inviter_id: Option<String>,
    /// Only those for this address, whatever its case.
    pub invitee: Option<String>,
}

/// What to make an invitation of.
#[derive(Debug, Input)]
pub struct CreateInvitation {
    /// Who invites.
    pub inviter_id: Patch<Text<0, 21>>,
    /// E-mail address of the invitee.
    pub invitee: EmailAddress,
    /// Organization.
    pub organization_id: Text<1, 21>,
    /// When its time is over, in milliseconds since the epoch.
    pub expires_at: Millis,
    /// Roles that the invitee will have.
    pub organization_role_ids: Option<Ids>,
    /// Variables of the mail to send; `false` sends none.
    pub message_payload: Option<MessagePayload>,
}

/// Variables of a mail, or `false` for none.
#[derive(Debug)]
pub enum MessagePayload {
    /// No mail.
    None,
    /// A mail with these variables.
    Send(MessageVariables),
}

impl Describe for MessagePayload {
    fn describe(components: &mut Components) -> Value {
        json!({ "oneOf": [MessageVariables::describe(components), { "type": "boolean" }] })
    }
}

impl Input for MessagePayload {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match value {
            Some(Value::Bool(false)) => Some(Self::None),
            other => MessageVariables::read(other, at, issues).map(Self::Send),
        }
    }
}

/// Variables of a mail.
#[derive(Debug, Default)]
pub struct MessageVariables {
    /// Those that have a meaning of their own.
    pub known: KnownVariables,
    /// Whatever else the template uses.
    pub others: JsonObject,
}

/// Variables of a mail that have a meaning of their own.
#[derive(Debug, Default, Input)]
pub struct KnownVariables {
    /// A code.
    pub code: Option<String>,
    /// Where the invitee answers.
    pub link: Option<String>,
    /// Language.
    pub locale: Option<String>,
    /// Languages of the invitee's pages.
    pub ui_locales: Option<String>,
}

impl Describe for MessageVariables {
    fn describe(components: &mut Components) -> Value {
        KnownVariables::describe(components)
    }
}

impl Input for MessageVariables {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut others = value.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
        let known = KnownVariables::read(value, at, issues)?;
        others.retain(|name, _| !["code", "link", "locale", "uiLocales"].contains(&name.as_str()));
        Some(Self { known, others })
    }
}

/// The outcome of an invitation.
#[derive(Debug, Input)]
pub struct AnswerInvitation {
    /// `Accepted` or `Revoked`.
    pub status: Answered,
    /// The user who accepts.
    pub accepted_user_id: Patch<Text<0, 21>>,
}

/// What an invitation can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum Answered {
    /// The invitee becomes a member.
    Accepted,
    /// It is taken back.
    Revoked,
}
