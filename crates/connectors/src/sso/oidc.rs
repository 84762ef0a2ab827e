//! Enterprises that speak `OpenID` Connect.

mod claims;

use std::time::Duration;

use avouch_crypto::{Alphabet, random_text};
use avouch_outbound::{Client, Request};
use avouch_shape::JsonObject;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{Ask, Departure, Error, Person, Provider, Reason, Return};
use crate::config::text;
use crate::id_token::{self, Rules};
use crate::social::{TokenSet, oauth};

/// Seconds since an ID token was issued, at most.
const TOKEN_AGE: i64 = 600;

/// Seconds that clocks may differ.
const TOLERANCE: i64 = 60;

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

/// What is asked for: always who the person is, and what the configuration adds.
fn scope(config: &JsonObject) -> String {
    let mut scopes = vec!["openid", "profile", "email"];
    for more in text(config, "scope").split([' ', '+']).filter(|more| !more.is_empty()) {
        if !scopes.contains(&more) {
            scopes.push(more);
        }
    }
    scopes.join(" ")
}

pub(super) async fn depart(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    ask: Ask<'_>,
) -> Result<Departure, Error> {
    let known = discover(http, provider, config, false).await?;
    let nonce = random_text(Alphabet::UrlSafe, 21);
    let scope = scope(config);
    let mut pairs = vec![
        ("client_id", text(config, "clientId")),
        ("redirect_uri", ask.redirect_uri),
        ("response_type", "code"),
        ("scope", &scope),
        ("state", ask.state),
        ("nonce", &nonce),
    ];
    if provider == Provider::GoogleWorkspace {
        pairs.push(("include_granted_scopes", "true"));
        if is_on(config, "offlineAccess") {
            pairs.extend([("prompt", "consent select_account"), ("access_type", "offline")]);
        } else {
            pairs.push(("prompt", "select_account"));
        }
    }
    let url = oauth::address(&known.authorization_endpoint, &pairs)?;
    let session = [("redirectUri", ask.redirect_uri), ("state", ask.state), ("nonce", &nonce)];
    Ok(Departure { url, session: session.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect() })
}

fn is_on(config: &JsonObject, name: &str) -> bool {
    config.get(name).and_then(Value::as_bool) == Some(true)
}

pub(super) async fn identify(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    back: Return<'_>,
) -> Result<Person, Error> {
    let code = code(back.data)?;
    if !text(back.data, "state").is_empty() && text(back.data, "state") != text(back.session, "state") {
        return Err(Error::Authorization("`state` is of another sign-in".to_owned()));
    }
    let known = discover(http, provider, config, false).await?;
    let is_pattern = provider == Provider::AzureAdOidc && known.issuer.contains(TENANT);
    // RFC 9207: whoever answers is who was asked, where they say who they are.
    let answers = text(back.data, "iss").trim_end_matches('/');
    if !answers.is_empty() && !is_pattern && answers != known.issuer.trim_end_matches('/') {
        return Err(Error::Authorization("another provider answered".to_owned()));
    }
    let (client, secret) = (text(config, "clientId"), text(config, "clientSecret"));
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", text(back.session, "redirectUri")),
        ("client_id", client),
    ];
    let request = Request::post(&known.token_endpoint).basic(client, secret).form(pairs);
    let tokens = TokenSet::read(&oauth::token(http, request).await?)?;
    let token = tokens.id_token.as_ref().ok_or_else(|| Error::Authorization("there is no ID token".to_owned()))?;
    // A token without a nonce would be good for anyone who got hold of it.
    let nonce = Some(text(back.session, "nonce")).filter(|nonce| !nonce.is_empty());
    let nonce = nonce.ok_or_else(|| Error::Authorization("`nonce` was not remembered".to_owned()))?;
    let issuers = [known.issuer.as_str()];
    let rules = Rules {
        keys: &known.jwks_uri,
        issuers: if is_pattern { &[] } else { &issuers },
        audience: client,
        tolerance: TOLERANCE,
        nonce: Some(nonce),
        oldest: Some(TOKEN_AGE),
        ..Rules::at(back.now)
    };
    let verified = id_token::verify(http, token.expose(), &rules).await?;
    let issuer = if is_pattern { issuer_of_tenant(&known.issuer, &verified)? } else { known.issuer };
    let more = match &known.userinfo_endpoint {
        None => None,
        Some(endpoint) => {
            let request = Request::get(endpoint).bearer(tokens.access_token.expose());
            let more = oauth::user(http, request).await?;
            // OpenID Connect Core section 5.3.2: what is about someone else must not be used.
            if more.get("sub") != verified.get("sub") {
                return Err(Error::Authorization("the provider's facts are about somebody else".to_owned()));
            }
            Some(more)
        }
    };
    let person = claims::person(provider, is_on(config, "trustUnverifiedEmail"), issuer, verified, more)?;
    Ok(Person { tokens: Some(tokens), ..person })
}

/// Renews tokens (RFC 6749 section 6).
pub(super) async fn refresh(
    http: &Client,
    provider: Provider,
    config: &JsonObject,
    refresh_token: &str,
) -> Result<TokenSet, Error> {
    let known = discover(http, provider, config, false).await?;
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
    let request = Request::post(&known.token_endpoint).basic(text(config, "clientId"), text(config, "clientSecret"));
    Ok(TokenSet::read(&oauth::token(http, request.form(pairs)).await?)?)
}

/// What stands for the tenant in the issuer of applications for several tenants.
const TENANT: &str = "{tenantid}";

/// The issuer of the token's own tenant; the token must be of that one.
fn issuer_of_tenant(pattern: &str, claims: &Value) -> Result<String, Error> {
    let tenant = claims.get("tid").and_then(Value::as_str).unwrap_or_default();
    let issuer = pattern.replace(TENANT, tenant);
    if !tenant.is_empty() && claims.get("iss").and_then(Value::as_str) == Some(issuer.as_str()) {
        Ok(issuer)
    } else {
        Err(Error::Authorization("another issued the ID token".to_owned()))
    }
}

/// The code that the person came back with; or what the provider says instead.
fn code(data: &JsonObject) -> Result<&str, Error> {
    let code = text(data, "code");
    if !code.is_empty() {
        return Ok(code);
    }
    let why = [text(data, "error_description"), text(data, "error"), "`code` did not come back"];
    Err(Error::Authorization(why.into_iter().find(|why| !why.is_empty()).unwrap_or_default().to_owned()))
}
