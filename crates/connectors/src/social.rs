//! Sign-in at other providers: a person goes there, and comes back with what proves who they are.

pub(crate) mod alipay;
pub(crate) mod amazon;
pub(crate) mod apple;
pub(crate) mod azuread;
pub(crate) mod dingtalk;
pub(crate) mod discord;
pub(crate) mod facebook;
pub(crate) mod feishu;
mod flow;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod google;
pub(crate) mod huggingface;
mod identity;
pub(crate) mod kakao;
pub(crate) mod kook;
pub(crate) mod line;
pub(crate) mod linkedin;
pub(crate) mod logto_social_demo;
pub(crate) mod naver;
pub(crate) mod oauth;
pub(crate) mod oauth2;
pub(crate) mod oidc;
pub(crate) mod patreon;
pub(crate) mod qq;
mod reader;
pub mod saml;
pub(crate) mod slack;
mod standard;
pub(crate) mod wechat;
pub(crate) mod wecom;
pub(crate) mod x;
pub(crate) mod xiaomi;

use std::future::Future;
use std::pin::Pin;

use avouch_outbound::Client;
use avouch_shape::JsonObject;

pub use self::identity::{Identity, TokenSet, UserInfo};
use crate::factory::Exchange;
use crate::{Error, Factory};

/// What a sign-in elsewhere begins with.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Comes back unchanged.
    pub state: &'a str,
    /// Where the person comes back to.
    pub redirect_uri: &'a str,
    /// What to ask for, in place of what the connector's configuration says.
    pub scope: Option<&'a str>,
    /// What the person's browser calls itself.
    pub user_agent: Option<&'a str>,
}

/// Where a person goes.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Address at the provider.
    pub url: String,
    /// What has to be remembered until the person is back. Empty when there is nothing to remember.
    pub session: JsonObject,
}

/// What a person came back with.
#[derive(Clone, Copy, Debug)]
pub struct Return<'a> {
    /// What the provider sent along, and `redirectUri` where the connector did not have to remember it.
    pub data: &'a JsonObject,
    /// What was remembered, if there is a sign-in to remember it in.
    pub session: &'a JsonObject,
    /// Seconds since the Unix epoch.
    pub now: i64,
    /// Whether the provider's tokens will be kept.
    pub keeps_tokens: bool,
}

/// A beginning, with the connector's configuration.
pub(crate) struct Going<'a> {
    config: &'a JsonObject,
    ask: &'a Ask<'a>,
}

/// A return, with the connector's configuration.
#[derive(Clone, Copy)]
pub(crate) struct Coming<'a> {
    http: &'a Client,
    config: &'a JsonObject,
    back: Return<'a>,
}

/// A renewal of tokens, with the connector's configuration.
pub(crate) struct Renewal<'a> {
    http: &'a Client,
    config: &'a JsonObject,
    refresh_token: &'a str,
    now: i64,
}

/// Something under way.
pub(crate) type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// How a provider is spoken to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Social {
    pub(crate) authorize: fn(&Going<'_>) -> Result<Departure, Error>,
    pub(crate) identify: for<'a> fn(Coming<'a>) -> Running<'a, Identity>,
    pub(crate) refresh: Option<for<'a> fn(Renewal<'a>) -> Running<'a, TokenSet>>,
}

fn of(factory: &Factory) -> Result<Social, Error> {
    match factory.exchange {
        Exchange::Social(social) => Ok(social),
        Exchange::Request { .. } | Exchange::Smtp | Exchange::Saml | Exchange::None => Err(Error::NotImplemented),
    }
}

/// Where a person goes to sign in.
pub fn authorize(factory: &Factory, config: &JsonObject, ask: &Ask<'_>) -> Result<Departure, Error> {
    (of(factory)?.authorize)(&Going { config, ask })
}

/// Who came back.
pub async fn identify(
    http: &Client,
    factory: &Factory,
    config: &JsonObject,
    back: Return<'_>,
) -> Result<Identity, Error> {
    if factory.speaks_saml() {
        return saml::identify(config, back.session);
    }
    let identity = (of(factory)?.identify)(Coming { http, config, back }).await?;
    let tokens = identity.tokens.filter(|_| factory.stores_tokens);
    Ok(Identity { tokens, ..identity })
}

/// New tokens of the provider for a refresh token of it.
pub async fn refresh(
    http: &Client,
    factory: &Factory,
    config: &JsonObject,
    refresh_token: &str,
    now: i64,
) -> Result<TokenSet, Error> {
    let refresh = of(factory)?.refresh.ok_or_else(|| Error::General("its tokens cannot be renewed".to_owned()))?;
    refresh(Renewal { http, config, refresh_token, now }).await
}
