//! Sign-in at social providers.

pub use avouch_connectors::social::Ask;
use avouch_connectors::social::{self, Departure, Return, TokenSet, UserInfo};
use avouch_connectors::{Factory, Kind};
use avouch_model::connectors::{AskAddress, Connector, ProviderAddress};
use avouch_model::secrets::EncryptedTokenSet;
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::{Read, Tenant};

use crate::{Error, Result, secrets};

/// A social connector with its factory.
pub async fn find(db: &impl Read, id: &str) -> Result<(Connector, &'static Factory)> {
    let (connector, factory) = super::find(db, id).await?;
    if factory.kind == Kind::Social { Ok((connector, factory)) } else { Err(Error::ConnectorType) }
}

/// A social connector that someone names who comes back from it.
pub async fn named(db: &impl Read, id: &str) -> Result<(Connector, &'static Factory)> {
    find(db, id).await.map_err(|error| match error {
        Error::NotFound | Error::ConnectorType => Error::InvalidConnectorId,
        other => other,
    })
}

/// Where someone goes.
pub fn depart(connector: &Connector, factory: &Factory, ask: &Ask<'_>) -> Result<Departure> {
    if ask.state.is_empty() || ask.redirect_uri.is_empty() {
        return Err(Error::InsufficientInfo);
    }
    Ok(social::authorize(factory, &connector.config.object().unwrap_or_default(), ask)?)
}

/// What someone brings back from a provider.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// What the provider sent along.
    pub data: &'a JsonObject,
    /// What was remembered.
    pub session: &'a JsonObject,
}

/// Who came back.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is.
    pub user: UserInfo,
    /// The provider's tokens, where the connector is to keep them.
    pub tokens: Option<EncryptedTokenSet>,
}

/// Finds out who came back.
pub async fn identify(
    tenant: &Tenant,
    http: &Client,
    connector: &Connector,
    factory: &Factory,
    brought: Brought<'_>,
) -> Result<Person> {
    let Brought { data, session } = brought;
    let keeps_tokens = connector.enable_token_storage && secrets::is_open(tenant);
    let back = Return { data, session, now: tenant.now().seconds(), keeps_tokens };
    let config = connector.config.object().unwrap_or_default();
    let identity = social::identify(http, factory, &config, back).await?;
    let tokens = identity.tokens.filter(|_| keeps_tokens).and_then(|tokens| secrets::seal(tenant, &tokens));
    Ok(Person { user: identity.user, tokens })
}

/// New tokens of a connector's provider for a refresh token of it.
pub(crate) async fn refresh(tenant: &Tenant, http: &Client, connector: &str, refresh_token: &str) -> Result<TokenSet> {
    let (connector, factory) = find(tenant, connector).await?;
    let config = connector.config.object().unwrap_or_default();
    Ok(social::refresh(http, factory, &config, refresh_token, tenant.now().seconds()).await?)
}

/// The address at the provider, for someone who keeps nothing in between: not every connector can do without.
pub async fn address(tenant: &Tenant, id: &str, input: &AskAddress) -> Result<ProviderAddress> {
    let (connector, factory) = find(tenant, id).await?;
    let ask = Ask { state: &input.state, redirect_uri: &input.redirect_uri, scope: None, user_agent: None };
    let departure = depart(&connector, factory, &ask)?;
    if !departure.session.is_empty() {
        return Err(Error::ConnectorNotImplemented);
    }
    Ok(ProviderAddress { redirect_to: departure.url })
}

/// Whether the connector has to remember something on the way.
pub(crate) fn remembers(connector: &Connector, factory: &Factory) -> Result<bool> {
    let ask = Ask { state: "state", redirect_uri: "https://localhost/", scope: None, user_agent: None };
    Ok(!depart(connector, factory, &ask)?.session.is_empty())
}
