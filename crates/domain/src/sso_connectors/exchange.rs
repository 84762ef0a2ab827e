//! People who sign in at the provider of their enterprise.

use avouch_connectors::sso;
pub use avouch_connectors::sso::{Ask, Departure, Person};
use avouch_model::sso_connectors::SsoConnector;
use avouch_shape::JsonObject;
use avouch_store::{Read, Tenant};

use super::Reach;
use crate::{Error, Result};

/// What went wrong is nothing that the person could do better.
fn broken(error: sso::Error) -> Error {
    match error {
        sso::Error::Config(reason, details) => Error::SsoConfigBroken { reason: reason.as_str(), details },
        sso::Error::Metadata(details) => Error::SsoMetadataBroken { details },
        sso::Error::Authorization(details) => Error::SsoAuthorization { details },
        sso::Error::NotImplemented => Error::ConnectorNotImplemented,
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
    sso::depart(reach.http, provider, &config, ask).await.map_err(broken)
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
pub async fn identify(tenant: &Tenant, reach: Reach<'_>, connector: &str, brought: Brought<'_>) -> Result<Person> {
    let (_, provider, config) = usable(tenant, connector).await?;
    let Brought { data, session } = brought;
    let back = sso::Return { data, session, now: tenant.now().seconds() };
    sso::identify(reach.http, provider, &config, back).await.map_err(broken)
}
