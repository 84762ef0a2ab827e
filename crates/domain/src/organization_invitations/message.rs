//! The mail of an invitation.

use avouch_connectors::Kind;
use avouch_model::email_templates::TemplateType;
use avouch_model::organization_invitations::{Invitation, KnownVariables, MessageVariables};
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::Tenant;
use avouch_store::organization_invitations as stored;

use crate::messages::{self, Action, Outgoing, context};
use crate::{Error, Result, users};

/// Sends the mail again, wherever the invitation stands.
pub async fn send(tenant: &Tenant, http: &Client, id: &str, variables: &MessageVariables) -> Result<()> {
    let invitation = stored::get(tenant, id).await?.ok_or(Error::NotFound)?;
    deliver(tenant, http, &invitation, variables).await
}

/// Hands the mail to the tenant's connector.
pub(super) async fn deliver(
    tenant: &Tenant,
    http: &Client,
    invitation: &Invitation,
    variables: &MessageVariables,
) -> Result<()> {
    let MessageVariables { known: KnownVariables { code, link, locale, ui_locales }, others } = variables;
    let mut payload: JsonObject = others.clone();
    for (name, value) in [("code", code), ("link", link), ("locale", locale), ("uiLocales", ui_locales)] {
        if let Some(value) = value {
            payload.insert(name.to_owned(), value.as_str().into());
        }
    }
    if let Some(facts) = context::organization(tenant, invitation.organization_id.as_str()).await? {
        payload.insert("organization".to_owned(), facts);
    }
    if let Some(inviter) = &invitation.inviter_id
        && let Ok(user) = users::info(tenant, inviter.as_str()).await
    {
        payload.insert("inviter".to_owned(), context::person(&user));
    }
    let usage = TemplateType::OrganizationInvitation;
    let (kind, to, action) = (Kind::Email, invitation.invitee.as_str(), Action::Message);
    messages::send(tenant, http, &Outgoing { kind, to, usage, payload, ip: None, action }).await
}
