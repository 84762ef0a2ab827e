//! Sign-in of an enterprise's people at the enterprise's own provider.

mod error;
mod oidc;
mod provider;
mod saml;

use avouch_outbound::Client;
use avouch_shape::JsonObject;

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
