//! Feishu.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde::Deserialize;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth;
use super::reader::{Reader, digits};
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::read;
use crate::factory::{Exchange, Factory, Platform};

const BASE: &str = "https://passport.feishu.cn/suite/passport/oauth";

pub(crate) const FACTORY: Factory = Factory {
    id: "feishu-web",
    target: "feishu",
    name: "Feishu",
    names: &[("zh-CN", "飞书")],
    platform: Some(Platform::Web),
    fields: "appId!T appSecret!T",
    guide: "Create an enterprise application on the Feishu open platform, and add the callback address to the redirect \
            URLs in its security settings.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    app_id: String,
    app_secret: String,
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    oauth::departure(&format!("{BASE}/authorize"), &config.app_id, "", going)
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let config: Config = read(coming.config)?;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", coming.code()?),
        ("client_id", &config.app_id),
        ("client_secret", &config.app_secret),
        ("redirect_uri", coming.told_redirect_uri()?),
    ];
    let tokens = oauth::token(coming.http, Request::post(format!("{BASE}/token")).form(pairs)).await?;
    let tokens = TokenSet::read(&tokens)?;
    let request = Request::get(format!("{BASE}/userinfo")).bearer(tokens.access_token.expose());
    let raw = oauth::user(coming.http, request).await?;
    let answer = Reader(&raw);
    let own_id = answer.text("/user_id")?;
    let user = UserInfo {
        id: answer.id("/sub")?,
        name: answer.text("/name")?,
        avatar: answer.text("/avatar_url")?,
        email: answer.text("/email")?,
        phone: answer.text("/mobile")?.and_then(|mobile| digits(&mobile)),
        more: own_id.map(|id| ("userId".to_owned(), id.into())).into_iter().collect::<JsonObject>(),
        raw: raw.clone(),
    };
    Ok(Identity { user, tokens: None })
}
