//! Sign-in of an enterprise's people at the enterprise's own provider.

mod error;
mod oidc;
mod provider;
mod saml;

use avouch_outbound::Client;
use avouch_shape::JsonObject;

pub use crate::social::Departure;

pub use self::error::{Error, Reason};
pub use self::provider::{Protocol, Provider};

/// Where the connector lives on this server.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Address of the server, without a slash at the end.
    pub endpoint: &'a str,
    /// Identifier of the connector.
    pub connector: &'a str,
}

/// What is known of the other side, in the form of the API. With `fresh`, what was fetched before does not count.
pub async fn describe(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    place: Place<'_>,
    (now, fresh): (i64, bool),
) -> Result<JsonObject, Error> {
    match provider.protocol() {
        Protocol::Oidc => oidc::describe(http, provider, config, fresh).await,
        Protocol::Saml => saml::describe(http, config, place, (now, fresh)).await,
    }
}

/// What a sign-in at an enterprise's provider begins with.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Comes back unchanged.
    pub state: &'a str,
    /// Where the person comes back to.
    pub redirect_uri: &'a str,
}

/// What a person came back with.
#[derive(Clone, Copy, Debug)]
pub struct Return<'a> {
    /// What the provider sent along.
    pub data: &'a JsonObject,
    /// What was remembered.
    pub session: &'a JsonObject,
    /// Seconds since the Unix epoch.
    pub now: i64,
}

/// A person at an enterprise's provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who vouches for them.
    pub issuer: String,
    /// Identifier there.
    pub id: String,
    /// In the form of the API: `id`, `email`, `phone`, `name`, `avatar`, and what else is told.
    pub info: JsonObject,
}

/// Where a person goes to sign in, and what has to be remembered until they are back.
pub async fn depart(http: &Client, provider: Provider, config: &JsonObject, ask: Ask<'_>) -> Result<Departure, Error> {
    match provider.protocol() {
        Protocol::Oidc => oidc::depart(http, provider, config, ask).await,
        Protocol::Saml => Err(Error::NotImplemented),
    }
}

/// Who came back.
pub async fn identify(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    back: Return<'_>,
) -> Result<Person, Error> {
    match provider.protocol() {
        Protocol::Oidc => oidc::identify(http, provider, config, back).await,
        Protocol::Saml => Err(Error::NotImplemented),
    }
}
