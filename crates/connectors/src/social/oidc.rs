//! `OpenID` Connect of any provider.

mod verification;

use avouch_crypto::{Alphabet, random_text};
use avouch_shape::{Issues, JsonObject};
use serde::Deserialize;
use serde_json::Value;

use self::verification::Verification;
use super::identity::{Identity, UserInfo};
use super::reader::{Reader, digits};
use super::standard::Provider;
use super::{Coming, Departure, Going, Renewal, Social, oauth};
use crate::Error;
use crate::config::{read, strings};
use crate::factory::{Exchange, Factory};
use crate::id_token::{self, Rules};

pub(crate) const FACTORY: Factory = Factory {
    id: "oidc",
    target: "oidc",
    name: "OpenID Connect",
    fields: "authorizationEndpoint!T tokenEndpoint!T clientId!T clientSecret!T \
             tokenEndpointAuthMethod!SEL(client_secret_post|client_secret_basic|client_secret_jwt)=client_secret_post \
             clientSecretJwtSigningAlgorithm!SEL(HS256|HS384|HS512)=HS256@tokenEndpointAuthMethod:client_secret_jwt \
             scope!ML acceptStringTypedBooleanClaims?SW=false trustUnverifiedEmail?SW=false \
             idTokenVerificationConfig!J authRequestOptionalConfig?J customConfig?J={}",
    guide: "Register a client at the provider with the callback address as a redirect URI. The endpoints and the address \
            of the keys (`jwksUri`) are in the provider's document `/.well-known/openid-configuration`.",
    is_standard: true,
    stores_tokens: true,
    rule,
    exchange: Exchange::Social(Social {
        authorize,
        identify: |coming| Box::pin(identify(coming)),
        refresh: Some(|renewal| Box::pin(refresh(renewal))),
    }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    #[serde(default)]
    accept_string_typed_boolean_claims: bool,
    #[serde(default)]
    trust_unverified_email: bool,
    #[serde(rename = "idTokenVerificationConfig")]
    verification: Verification,
    #[serde(default, rename = "authRequestOptionalConfig")]
    request: JsonObject,
}

fn rule(config: &JsonObject, issues: &mut Issues) {
    strings(config, "customConfig", issues);
    verification::rule(config, issues);
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let provider: Provider = read(going.config)?;
    let config: Config = read(going.config)?;
    let scope = oauth::with_openid(oauth::scope(going, provider.scope.as_deref(), "openid"));
    let departure = oauth::departure(&provider.authorization_endpoint, &provider.client_id, &scope, going)?;
    let nonce = random_text(Alphabet::UrlSafe, 21);
    let mut pairs = vec![("nonce".to_owned(), nonce.clone())];
    for (name, value) in &config.request {
        let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        pairs.push((snake(name), value));
    }
    pairs.extend(provider.own().map(|(name, value)| (name.to_owned(), value)));
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut session = oauth::remembered(going);
    session.insert("nonce".to_owned(), nonce.as_str().into());
    Ok(Departure { url: oauth::address(&departure.url, &pairs)?, session })
}

/// `responseMode` is `response_mode`.
fn snake(name: &str) -> String {
    name.chars().fold(String::new(), |mut snake, character| {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
        snake
    })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let provider: Provider = read(coming.config)?;
    let config: Config = read(coming.config)?;
    let tokens = provider.tokens(&coming).await?;
    let token = tokens.id_token.as_ref().ok_or_else(|| Error::IdTokenInvalid("there is none".to_owned()))?;
    let (issuers, understood) = (config.verification.issuers(), config.verification.understood());
    let rules = config.verification.rules(Rules {
        issuers: &issuers,
        understood: &understood,
        audience: &provider.client_id,
        nonce: Some(coming.remembered_nonce()?),
        ..Rules::at(coming.back.now)
    })?;
    let claims = id_token::verify(coming.http, token.expose(), &rules).await?;
    let user = profile(&config, &claims)?;
    Ok(Identity { user, tokens: Some(tokens) })
}

fn profile(config: &Config, claims: &Value) -> Result<UserInfo, Error> {
    let answer = Reader(claims);
    let confirmed = |name: &str| match claims.get(name) {
        Some(Value::Bool(flag)) => Some(*flag),
        Some(Value::String(text)) if config.accept_string_typed_boolean_claims => Some(text == "true"),
        // What cannot be understood says nothing in favour.
        Some(_) => Some(false),
        None => None,
    };
    let has_email = confirmed("email_verified").unwrap_or(config.trust_unverified_email);
    let has_phone = confirmed("phone_verified").or_else(|| confirmed("phone_number_verified")) == Some(true);
    let standard = || Ok::<_, Error>(answer.text("/phone_number")?.and_then(|number| digits(&number)));
    let phone = || Ok::<_, Error>(answer.text("/phone")?.or(standard()?));
    Ok(UserInfo {
        id: answer.id("/sub")?,
        name: answer.text("/name")?,
        avatar: answer.text("/picture")?,
        email: if has_email { answer.text("/email")? } else { None },
        phone: if has_phone { phone()? } else { None },
        more: JsonObject::new(),
        raw: claims.clone(),
    })
}

async fn refresh(renewal: Renewal<'_>) -> Result<super::TokenSet, Error> {
    read::<Provider>(renewal.config)?.refresh(&renewal).await
}
