//! OAuth 2.0 of any provider.

use avouch_outbound::Request;
use avouch_shape::{Issues, JsonObject};
use serde::Deserialize;
use serde_json::Value;

use super::identity::{Identity, UserInfo};
use super::standard::{self, Provider};
use super::{Coming, Departure, Going, Renewal, Social, oauth};
use crate::Error;
use crate::config::{read, strings};
use crate::factory::{Exchange, Factory};

pub(crate) const FACTORY: Factory = Factory {
    id: "oauth2",
    target: "oauth2",
    name: "OAuth 2.0",
    fields: "authorizationEndpoint!T tokenEndpoint!T userInfoEndpoint!T clientId!T clientSecret!T \
             tokenEndpointAuthMethod!SEL(client_secret_post|client_secret_basic|client_secret_jwt)=client_secret_post \
             clientSecretJwtSigningAlgorithm!SEL(HS256|HS384|HS512)=HS256@tokenEndpointAuthMethod:client_secret_jwt \
             tokenEndpointResponseType?SEL(query-string|json)=query-string scope?ML profileMap?J customConfig?J={}",
    beside: &["responseType", "grantType"],
    guide: "Register a client at the provider with the callback address as a redirect URI. The profile map says where in \
            the answer of the user info endpoint `id`, `email`, `phone`, `name` and `avatar` are, such as \
            `{ \"id\": \"data.user.id\" }`.",
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
    user_info_endpoint: String,
    #[serde(default)]
    profile_map: JsonObject,
}

fn rule(config: &JsonObject, issues: &mut Issues) {
    strings(config, "profileMap", issues);
    strings(config, "customConfig", issues);
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let provider: Provider = read(going.config)?;
    let scope = oauth::scope(going, provider.scope.as_deref(), "");
    let departure = oauth::departure(&provider.authorization_endpoint, &provider.client_id, scope, going)?;
    let own: Vec<(&str, String)> = provider.own().collect();
    let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(Departure { url: oauth::address(&departure.url, &own)?, session: oauth::remembered(going) })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let provider: Provider = read(coming.config)?;
    let config: Config = read(coming.config)?;
    let tokens = provider.tokens(&coming).await?;
    let kind = tokens.token_type.as_deref().unwrap_or("Bearer");
    let authorization = format!("{kind} {}", tokens.access_token.expose());
    let request = Request::get(&config.user_info_endpoint).header("authorization", &authorization);
    let raw = oauth::user(coming.http, request).await?;
    let user = profile(&config.profile_map, &raw)?;
    Ok(Identity { user, tokens: Some(tokens) })
}

/// Who it is, where the map says it stands. A place is a dotted path.
pub(super) fn profile(map: &JsonObject, raw: &Value) -> Result<UserInfo, Error> {
    let find = |name: &str| {
        let path = map.get(name).and_then(Value::as_str).unwrap_or(name);
        let found = path.split('.').try_fold(raw, |value, part| match value {
            Value::Array(items) => part.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => value.get(part),
        });
        found.and_then(standard::told)
    };
    Ok(UserInfo {
        id: find("id").ok_or_else(|| Error::InvalidResponse("it does not tell an identifier".to_owned()))?,
        email: find("email"),
        phone: find("phone"),
        name: find("name"),
        avatar: find("avatar"),
        more: JsonObject::new(),
        raw: raw.clone(),
    })
}

async fn refresh(renewal: Renewal<'_>) -> Result<super::TokenSet, Error> {
    read::<Provider>(renewal.config)?.refresh(&renewal).await
}
