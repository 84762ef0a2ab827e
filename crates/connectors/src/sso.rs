//! Sign-in of an enterprise's people at the enterprise's own provider.

mod error;
mod oidc;
mod provider;
mod saml;

use avouch_outbound::Client;
use avouch_shape::JsonObject;

pub use crate::social::Departure;
use crate::social::TokenSet;

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
    /// What names the sign-in to the outside.
    pub relay_state: &'a str,
    /// Seconds since the Unix epoch.
    pub now: i64,
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

/// A SAML response that was posted here.
#[derive(Clone, Copy, Debug)]
pub struct Posted<'a> {
    /// Base64.
    pub response: &'a str,
    /// What was remembered.
    pub session: &'a JsonObject,
    /// Seconds since the Unix epoch.
    pub now: i64,
}

/// A person at an enterprise's provider.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who vouches for them.
    pub issuer: String,
    /// Identifier there.
    pub id: String,
    /// In the form of the API: `id`, `email`, `phone`, `name`, `avatar`, and what else is told.
    pub info: JsonObject,
    /// Tokens of the provider, if it gives some.
    pub tokens: Option<TokenSet>,
}

/// Where a person goes to sign in, and what has to be remembered until they are back.
pub async fn depart(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    place: Place<'_>,
    ask: Ask<'_>,
) -> Result<Departure, Error> {
    match provider.protocol() {
        Protocol::Oidc => oidc::depart(http, provider, config, ask).await,
        Protocol::Saml => saml::depart(http, config, place, ask).await,
    }
}

/// Takes a SAML response that was posted here; answers what is to be remembered in place of what was.
pub async fn accept(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    place: Place<'_>,
    posted: Posted<'_>,
) -> Result<JsonObject, Error> {
    match provider.protocol() {
        Protocol::Saml => saml::accept(http, config, place, posted).await,
        Protocol::Oidc => Err(Error::Response("this provider does not speak SAML".to_owned())),
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
        Protocol::Saml => saml::identify(back.session),
    }
}

/// New tokens of the provider for a refresh token of it.
pub async fn refresh(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    refresh_token: &str,
) -> Result<TokenSet, Error> {
    match provider.protocol() {
        Protocol::Oidc => oidc::refresh(http, provider, config, refresh_token).await,
        Protocol::Saml => Err(Error::Response("this provider gives no tokens".to_owned())),
    }
}
