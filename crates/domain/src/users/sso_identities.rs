//! Identities of a user at enterprises' providers.

use avouch_model::users::SsoIdentity;
use avouch_model::users::answers::EnterpriseIdentity;
use avouch_model::{Json, UserId};
use avouch_shape::JsonObject;
use avouch_store::users::identities as stored;
use avouch_store::{Read as _, Tenant, Tx, organizations::jit};
use serde_json::json;

use super::register;
use crate::{Error, Result, ids};

/// The identity at the provider of a connector.
pub async fn get(tenant: &Tenant, user: &str, connector: &str, with_secret: bool) -> Result<EnterpriseIdentity> {
    super::identities::sso(tenant, user, connector, with_secret).await
}

/// An identity that shall be a user's.
#[derive(Clone, Copy, Debug)]
pub struct NewIdentity<'a> {
    /// The connector to the provider.
    pub connector: &'a str,
    /// Who vouches for it.
    pub issuer: &'a str,
    /// The provider's identifier of the user.
    pub identity: &'a str,
    /// What the provider says of the user.
    pub detail: &'a JsonObject,
}

/// Gives a user an identity, and makes them a member of the organizations that people of the connector join.
pub async fn add(tx: &Tx, user: &UserId, new: NewIdentity<'_>) -> Result<()> {
    let identity = SsoIdentity {
        tenant_id: tx.id().clone(),
        id: ids::standard(),
        user_id: user.clone(),
        issuer: new.issuer.to_owned(),
        identity_id: new.identity.to_owned(),
        detail: Json::from(&json!(new.detail)),
        created_at: tx.now(),
        updated_at: tx.now(),
        sso_connector_id: new.connector.to_owned(),
    };
    stored::add_sso(tx, &identity).await.map_err(|error| {
        if error.is_unique(stored::UNIQUE_SSO) { Error::IdentityInUse } else { Error::Store(error) }
    })?;
    let organizations = jit::sso_connectors::organizations(tx, new.connector).await?;
    register::join(tx, user.as_str(), organizations).await
}
