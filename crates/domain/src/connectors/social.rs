//! Sign-in at social providers.

pub use avouch_connectors::social::Ask;
use avouch_connectors::social::{self, Departure, Return, TokenSet, UserInfo};
use avouch_connectors::{Factory, Kind};
use avouch_model::connectors::{AskAddress, Connector, ProviderAddress};
use avouch_model::secrets::EncryptedTokenSet;
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::{Read, Tenant};
use serde_json::Value;

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

/// Where someone goes whose provider is spoken to by SAML; `relay_state` names the sign-in to whoever brings the response.
pub async fn depart_by_saml(
    tenant: &Tenant,
    connector: &Connector,
    ask: &Ask<'_>,
    relay_state: &str,
) -> Result<Departure> {
    if ask.state.is_empty() || ask.redirect_uri.is_empty() {
        return Err(Error::InsufficientInfo);
    }
    let config = connector.config.object().unwrap_or_default();
    let departure = social::saml::depart(&config, ask, relay_state, tenant.now().seconds()).await?;
    Ok(remembering_state(departure, ask))
}

/// Keeps the `state` that someone leaves with: who comes back has to bring it.
fn remembering_state(mut departure: Departure, ask: &Ask<'_>) -> Departure {
    departure.session.insert("state".to_owned(), ask.state.into());
    departure
}

/// Where someone comes back to whose provider posts its answer to this server, with the `state` that they left with.
pub fn landing(session: &JsonObject) -> String {
    let text = |name: &str| session.get(name).and_then(Value::as_str).unwrap_or_default();
    let (address, query) = text("redirectUri").split_once('?').unwrap_or((text("redirectUri"), ""));
    let more = form_urlencoded::Serializer::new(query.to_owned()).append_pair("state", text("state")).finish();
    format!("{address}?{more}")
}

/// A connector that SAML responses can be posted for.
pub async fn named_for_saml(db: &impl Read, id: &str) -> Result<Connector> {
    let found = find(db, id).await;
    let (connector, factory) = found.map_err(|error| match error {
        Error::NotFound => Error::InvalidConnectorId,
        other => other,
    })?;
    if factory.speaks_saml() { Ok(connector) } else { Err(Error::ConnectorType) }
}

/// Takes a SAML response that was posted; answers what is to be remembered in place of what was.
pub async fn accept(
    tenant: &Tenant,
    connector: &Connector,
    session: &JsonObject,
    response: &str,
) -> Result<JsonObject> {
    let config = connector.config.object().unwrap_or_default();
    Ok(social::saml::accept(&config, session, response, tenant.now().seconds()).await?)
}

/// What someone brings back from a provider.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// What the provider sent along.
    pub data: &'a JsonObject,
    /// What was remembered.
    pub session: &'a JsonObject,
}

/// Where someone goes who comes back to the same place: `state` is remembered too, with whatever the connector needs.
pub fn send(connector: &Connector, factory: &Factory, ask: &Ask<'_>) -> Result<Departure> {
    Ok(remembering_state(depart(connector, factory, ask)?, ask))
}

/// Who came back of those who were sent: nobody else's `state` counts.
pub async fn receive(
    tenant: &Tenant,
    http: &Client,
    connector: &Connector,
    factory: &Factory,
    brought: Brought<'_>,
) -> Result<Person> {
    let state = |object: &JsonObject| object.get("state").and_then(Value::as_str).map(ToOwned::to_owned);
    if let (Some(sent), Some(back)) = (state(brought.session), state(brought.data))
        && sent != back
    {
        return Err(Error::ConnectorAuthorization { details: "`state` is of another sign-in".to_owned() });
    }
    identify(tenant, http, connector, factory, brought).await
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
