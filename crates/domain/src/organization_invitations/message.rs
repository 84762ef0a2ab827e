//! The mail of an invitation.

use avouch_model::organization_invitations::{Invitation, MessageVariables};
use avouch_store::organization_invitations as stored;
use avouch_store::{Read, Tenant};

use crate::{Error, Result};

/// Sends the mail again, wherever the invitation stands.
pub async fn send(tenant: &Tenant, id: &str, variables: &MessageVariables) -> Result<()> {
    let invitation = stored::get(tenant, id).await?.ok_or(Error::NotFound)?;
    deliver(tenant, &invitation, variables).await
}

/// Hands the mail to the tenant's connector. There is none that can deliver yet.
pub(super) async fn deliver(db: &impl Read, _: &Invitation, _: &MessageVariables) -> Result<()> {
    if crate::connectors::channels(db).await?.email {
        return Err(Error::ConnectorNotImplemented);
    }
    Err(Error::NoConnector { kind: "Email" })
}
