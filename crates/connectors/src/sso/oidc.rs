//! Enterprises that speak `OpenID` Connect.

use std::time::Duration;

use avouch_outbound::Client;
use avouch_shape::JsonObject;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{Error, Provider, Reason};
use crate::config::text;

const GOOGLE: &str = "https://accounts.google.com";

/// Longest that a discovery document is believed.
const DOCUMENT_FOR: Duration = Duration::from_mins(10);

/// The members of a discovery document that are needed (`OpenID` Connect Discovery section 3).
#[derive(Debug, Deserialize)]
pub(super) struct Discovery {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    pub(super) jwks_uri: String,
    pub(super) userinfo_endpoint: Option<String>,
}

fn unusable(why: &str) -> Error {
    Error::Config(Reason::Response, why.to_owned())
}

/// Where a provider says of itself that it is.
fn issuer(provider: Provider, config: &JsonObject) -> Result<&str, Error> {
    let issuer = if provider == Provider::GoogleWorkspace { GOOGLE } else { text(config, "issuer") };
    let issuer = issuer.trim_end_matches('/');
    if issuer.is_empty() { Err(Error::Config(Reason::Config, "there is no `issuer`".to_owned())) } else { Ok(issuer) }
}

/// Reads what the provider says of itself.
pub(super) async fn discover(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    fresh: bool,
) -> Result<Discovery, Error> {
    let issuer = issuer(provider, config)?;
    let address = format!("{issuer}/.well-known/openid-configuration");
    let oldest = if fresh { Duration::ZERO } else { DOCUMENT_FOR };
    let answer = http.document(&address, oldest).await;
    let answer = answer.map_err(|error| Error::Config(Reason::Fetch, error.to_string()))?;
    if !answer.status.is_success() {
        return Err(Error::Config(Reason::Fetch, format!("it answered {}", answer.status.as_u16())));
    }
    let found: Discovery = serde_json::from_slice(&answer.body)
        .map_err(|_| unusable("it is no discovery document, or an endpoint is missing"))?;
    let is_web = |address: &str| Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if ![&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri].into_iter().all(|one| is_web(one)) {
        return Err(unusable("an endpoint is not an address"));
    }
    // A provider that could call itself by another's name could vouch for the other's people.
    let is_own = match provider {
        Provider::AzureAdOidc => {
            let origin = |address: &str| Url::parse(address).ok().map(|url| url.origin());
            origin(&found.issuer).is_some_and(|own| origin(issuer) == Some(own))
        }
        _ => found.issuer.trim_end_matches('/') == issuer,
    };
    if is_own { Ok(found) } else { Err(unusable("it is of another issuer")) }
}

/// The endpoints, in the form of the API.
pub(super) async fn describe(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    fresh: bool,
) -> Result<JsonObject, Error> {
    let Discovery { issuer, authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } =
        discover(http, provider, config, fresh).await?;
    let mut members = JsonObject::from_iter([
        ("authorizationEndpoint".to_owned(), json!(authorization_endpoint)),
        ("tokenEndpoint".to_owned(), json!(token_endpoint)),
        ("jwksUri".to_owned(), json!(jwks_uri)),
        ("issuer".to_owned(), json!(issuer)),
    ]);
    if let Some(endpoint) = userinfo_endpoint {
        members.insert("userinfoEndpoint".to_owned(), json!(endpoint));
    }
    Ok(members)
}
