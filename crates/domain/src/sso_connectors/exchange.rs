//! People who sign in at the provider of their enterprise.

use avouch_connectors::social::TokenSet;
use avouch_connectors::sso;
use avouch_connectors::sso::Place;
pub use avouch_connectors::sso::{Ask, Departure, Person};
use avouch_model::secrets::EncryptedTokenSet;
use avouch_model::sso_connectors::SsoConnector;
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::{Read, Tenant};

use super::Reach;
use crate::{Error, Result, secrets};

/// What went wrong is nothing that the person could do better.
fn broken(error: sso::Error) -> Error {
    match error {
        sso::Error::Config(reason, details) => Error::SsoConfigBroken { reason: reason.as_str(), details },
        sso::Error::Metadata(details) => Error::SsoMetadataBroken { details },
        sso::Error::Authorization(details) | sso::Error::Response(details) => Error::SsoAuthorization { details },
        sso::Error::NotBack => Error::ConnectorSessionNotFound,
        sso::Error::NoSigningKey => Error::SsoSigningUnavailable,
    }
}

/// What went wrong is what was sent.
pub(super) fn refused(error: sso::Error) -> Error {
    match error {
        sso::Error::Config(reason, details) => Error::SsoConfig { reason: reason.as_str(), details },
        sso::Error::Metadata(details) => Error::SsoMetadata { details },
        sso::Error::Authorization(details) | sso::Error::Response(details) => Error::ConnectorResponse { details },
        sso::Error::NotBack => Error::ConnectorSessionNotFound,
        sso::Error::NoSigningKey => Error::SsoSigningUnavailable,
    }
}

/// A connector that people can be sent through, with its provider and configuration.
async fn usable(db: &impl Read, id: &str) -> Result<(SsoConnector, sso::Provider, JsonObject)> {
    let connector = super::find(db, id).await?;
    let provider = super::provider(&connector).ok_or(Error::SsoProviderGone)?;
    let config = provider.check(&connector.config.object().unwrap_or_default());
    let config = config.map_err(|issues| broken(sso::Error::Config(sso::Reason::Config, issues.details())))?;
    Ok((connector, provider, config))
}

/// Where someone goes.
pub async fn depart(tenant: &Tenant, reach: Reach<'_>, connector: &str, ask: Ask<'_>) -> Result<Departure> {
    let (_, provider, config) = usable(tenant, connector).await?;
    let place = Place { endpoint: reach.endpoint, connector };
    sso::depart(reach.http, provider, &config, place, ask).await.map_err(broken)
}

/// Takes a SAML response that was posted; answers what is to be remembered in place of what was.
pub async fn accept(
    tenant: &Tenant,
    reach: Reach<'_>,
    id: &str,
    session: &JsonObject,
    response: &str,
) -> Result<JsonObject> {
    let connector = super::find(tenant, id).await?;
    let provider = super::provider(&connector).ok_or(Error::SsoProviderGone)?;
    let config = connector.config.object().unwrap_or_default();
    let (place, now) = (Place { endpoint: reach.endpoint, connector: id }, tenant.now().seconds());
    let posted = sso::Posted { response, session, now };
    sso::accept(reach.http, provider, &config, place, posted).await.map_err(refused)
}

/// What someone brings back from a provider.
#[derive(Clone, Copy, Debug)]
pub struct Brought<'a> {
    /// What the provider sent along.
    pub data: &'a JsonObject,
    /// What was remembered.
    pub session: &'a JsonObject,
}

/// Who came back, with the provider's tokens where the connector is to keep them.
pub async fn identify(
    tenant: &Tenant,
    reach: Reach<'_>,
    connector: &str,
    brought: Brought<'_>,
) -> Result<(Person, Option<EncryptedTokenSet>)> {
    let (connector, provider, config) = usable(tenant, connector).await?;
    let Brought { data, session } = brought;
    let back = sso::Return { data, session, now: tenant.now().seconds() };
    let person = sso::identify(reach.http, provider, &config, back).await.map_err(broken)?;
    let tokens = person.tokens.as_ref().filter(|_| connector.enable_token_storage);
    let tokens = tokens.and_then(|tokens| secrets::seal(tenant, tokens));
    Ok((person, tokens))
}

/// New tokens of a connector's provider for a refresh token of it.
pub(crate) async fn refresh(tenant: &Tenant, http: &Client, connector: &str, refresh_token: &str) -> Result<TokenSet> {
    let (_, provider, config) = usable(tenant, connector).await?;
    sso::refresh(http, provider, &config, refresh_token).await.map_err(broken)
}
