//! Identities of a user at social providers.

use avouch_connectors::Kind;
use avouch_model::Json;
use avouch_model::users::UserProfile;
use avouch_model::users::answers::{
    AllIdentities, EnterpriseIdentity, ListedEnterpriseIdentity, SocialIdentity, TargetedIdentity,
};
use avouch_model::users::requests::{LinkIdentity, SetIdentity};
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::users::identities as stored;
use avouch_store::{Read, Tenant, Tx};
use serde_json::{Value, json};

use crate::connectors::{self, social};
use crate::secrets::{self, Origin};
use crate::{Error, Result};

/// What setting an identity did.
#[derive(Debug)]
pub struct SetOutcome {
    /// All identities of the user.
    pub identities: Json,
    /// Whether there was none at the provider before.
    pub is_new: bool,
}

/// Refuses an identity that someone else has.
pub async fn refuse_taken(db: &impl Read, target: &str, identity: &str, user: Option<&str>) -> Result<()> {
    match stored::holder(db, target, identity).await? {
        Some(holder) if Some(holder.as_str()) != user => Err(Error::IdentityInUse),
        Some(_) | None => Ok(()),
    }
}

/// Links who came back from a provider to a user.
pub async fn link(tenant: &Tenant, http: &Client, user: &str, input: &LinkIdentity) -> Result<Json> {
    let user = super::info(tenant, user).await?;
    let (connector, factory) = connectors::find(tenant, &input.connector_id).await?;
    if factory.kind != Kind::Social {
        return Err(Error::InvalidConnectorId);
    }
    if social::remembers(&connector, factory)? {
        return Err(Error::ConnectorNotImplemented);
    }
    let brought = social::Brought { data: &input.connector_data, session: &JsonObject::new() };
    let person = social::identify(tenant, http, &connector, factory, brought).await?;
    let social::Person { user: person, tokens } = person;
    let details = Some(person.to_members());
    let (target, identity) = (connectors::target(&connector, factory), person.id.clone());
    let input = SetIdentity { user_id: person.id, details };
    let tx = tenant.begin().await?;
    let outcome = set_within(&tx, user.id.as_str(), &target, input).await?;
    if let Some(tokens) = &tokens {
        let origin = Origin::Social { connector: &connector.id, target: &target, identity: &identity };
        secrets::keep(&tx, user.id.as_str(), origin, tokens).await?;
    }
    tx.commit().await?;
    Ok(outcome.identities)
}

/// Sets the identity at a provider.
pub async fn set(tenant: &Tenant, user: &str, target: &str, input: SetIdentity) -> Result<SetOutcome> {
    let tx = tenant.begin().await?;
    let outcome = set_within(&tx, user, target, input).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn set_within(tx: &Tx, user: &str, target: &str, input: SetIdentity) -> Result<SetOutcome> {
    let user = super::info(tx, user).await?;
    refuse_taken(tx, target, &input.user_id, Some(user.id.as_str())).await?;
    let mut identities = user.identities.object().unwrap_or_default();
    let mut identity = json!({ "userId": input.user_id });
    if let (Some(details), Some(members)) = (input.details, identity.as_object_mut()) {
        members.insert("details".to_owned(), details.into());
    }
    let is_new = identities.insert(target.to_owned(), identity).is_none();
    stored::replace(tx, user.id.as_str(), &identities).await.map_err(in_use)?;
    Ok(SetOutcome { identities: Json::from(&Value::Object(identities)), is_new })
}

/// What a failure to write identities means.
pub fn in_use(error: avouch_store::Error) -> Error {
    if error.is_unique(stored::UNIQUE) { Error::IdentityInUse } else { Error::Store(error) }
}

/// Removes the identity at a provider.
pub async fn delete(tenant: &Tenant, user: &str, target: &str) -> Result<UserProfile> {
    let tx = tenant.begin().await?;
    let user = super::info(&tx, user).await?;
    let mut identities = user.identities.object().unwrap_or_default();
    if identities.shift_remove(target).is_none() {
        return Err(Error::IdentityNotExist);
    }
    stored::replace(&tx, user.id.as_str(), &identities).await?;
    let profile = super::profile_of(&tx, user.id.as_str()).await?;
    tx.commit().await?;
    Ok(profile)
}

/// The identity at a provider.
pub async fn get(tenant: &Tenant, user: &str, target: &str, with_secret: bool) -> Result<SocialIdentity> {
    let user = super::info(tenant, user).await?;
    let identities = user.identities.object().unwrap_or_default();
    let identity = identities.get(target).map(Json::from).ok_or(Error::IdentityNotExist)?;
    let secrets = if with_secret { stored::secrets(tenant, user.id.as_str()).await? } else { Vec::new() };
    let token_secret = secrets.into_iter().find(|secret| secret.target == target);
    Ok(SocialIdentity { identity, token_secret })
}

/// Every identity, at social and at enterprise providers.
pub async fn all(tenant: &Tenant, user: &str, with_secrets: bool) -> Result<AllIdentities> {
    let info = super::info(tenant, user).await?;
    let (secrets, sso_secrets) = if with_secrets {
        (stored::secrets(tenant, user).await?, stored::sso_secrets(tenant, user).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let social = info.identities.object().unwrap_or_default().into_iter().map(|(target, identity)| TargetedIdentity {
        token_secret: secrets.iter().find(|secret| secret.target == target).cloned(),
        identity: Json::from(&identity),
        target,
    });
    let enterprise = stored::sso(tenant, user).await?.into_iter().map(|identity| ListedEnterpriseIdentity {
        sso_connector_id: identity.sso_connector_id.clone(),
        token_secret: sso_secrets.iter().find(|secret| secret.sso_connector_id == identity.sso_connector_id).cloned(),
        sso_identity: identity,
    });
    Ok(AllIdentities { social_identities: social.collect(), sso_identities: enterprise.collect() })
}

/// The identity at the provider of an enterprise connector.
pub async fn sso(tenant: &Tenant, user: &str, connector: &str, with_secret: bool) -> Result<EnterpriseIdentity> {
    super::info(tenant, user).await?;
    let identities = stored::sso(tenant, user).await?;
    let found = identities.into_iter().find(|identity| identity.sso_connector_id == connector);
    let sso_identity = found.ok_or(Error::EnterpriseIdentityNotExist)?;
    let secrets = if with_secret { stored::sso_secrets(tenant, user).await? } else { Vec::new() };
    let token_secret = secrets.into_iter().find(|secret| secret.sso_connector_id == connector);
    Ok(EnterpriseIdentity { sso_identity, token_secret })
}
