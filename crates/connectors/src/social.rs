//! Sign-in at other providers: a person goes there, and comes back with what proves who they are.

mod alipay;
mod amazon;
mod apple;
mod azuread;
mod dingtalk;
mod discord;
mod facebook;
mod feishu;
mod flow;
mod github;
mod gitlab;
mod google;
mod huggingface;
mod identity;
mod kakao;
mod kook;
mod line;
mod linkedin;
mod logto_social_demo;
mod naver;
mod oauth;
mod oauth2;
mod oidc;
mod patreon;
mod qq;
mod reader;
mod saml;
mod slack;
mod standard;
mod wechat;
mod wecom;
mod x;
mod xiaomi;

use std::future::Future;
use std::pin::Pin;

use avouch_outbound::Client;
use avouch_shape::JsonObject;

pub use self::identity::{Identity, TokenSet, UserInfo};
use crate::factory::Exchange;
use crate::{Error, Factory};

/// Every kind.
pub(crate) const ALL: &[Factory] = &[
    alipay::NATIVE,
    alipay::WEB,
    amazon::FACTORY,
    apple::FACTORY,
    azuread::FACTORY,
    dingtalk::FACTORY,
    discord::FACTORY,
    facebook::FACTORY,
    feishu::FACTORY,
    github::FACTORY,
    gitlab::FACTORY,
    google::FACTORY,
    huggingface::FACTORY,
    kakao::FACTORY,
    kook::FACTORY,
    line::FACTORY,
    linkedin::FACTORY,
    naver::FACTORY,
    oauth2::FACTORY,
    oidc::FACTORY,
    patreon::FACTORY,
    qq::FACTORY,
    saml::FACTORY,
    slack::FACTORY,
    wechat::NATIVE,
    wechat::WEB,
    wecom::FACTORY,
    x::FACTORY,
    xiaomi::FACTORY,
];

/// Kinds that are known and not offered.
pub(crate) const RESERVED: &[Factory] = &[logto_social_demo::FACTORY];

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
        Exchange::Request { .. } | Exchange::Smtp | Exchange::None => Err(Error::NotImplemented),
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
