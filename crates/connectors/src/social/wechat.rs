//! `WeChat`, on the web and in native applications.

use avouch_outbound::{Client, Request};
use avouch_shape::JsonObject;
use serde::Deserialize;
use serde_json::Value;

use super::identity::{Identity, UserInfo};
use super::oauth;
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::read;
use crate::factory::{Exchange, Factory, Platform};

pub(crate) const NATIVE: Factory = Factory {
    id: "wechat-native",
    target: "wechat",
    name: "WeChat (native)",
    names: &[("zh-CN", "微信（原生）")],
    platform: Some(Platform::Native),
    fields: "appId!T appSecret!T universalLinks?T",
    guide: "Create a mobile application on the WeChat open platform. For iOS, fill in its universal link as well.",
    exchange: Exchange::Social(Social {
        authorize: native,
        identify: |coming| Box::pin(identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};

pub(crate) const WEB: Factory = Factory {
    id: "wechat-web",
    target: "wechat",
    name: "WeChat",
    names: &[("zh-CN", "微信")],
    platform: Some(Platform::Web),
    fields: "appId!T appSecret!T scope?ML",
    guide: "Create a website application on the WeChat open platform, with the domain of this server as its \
            authorization callback domain.",
    exchange: Exchange::Social(Social { authorize: web, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    app_id: String,
    app_secret: String,
    scope: Option<String>,
    universal_links: Option<String>,
}

fn native(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let link = config.universal_links.unwrap_or_default();
    let pairs = [("app_id", config.app_id.as_str()), ("state", going.ask.state), ("universal_link", link.as_str())];
    Ok(Departure { url: oauth::address("wechat://", &pairs)?, session: JsonObject::new() })
}

fn web(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let pairs = [
        ("appid", config.app_id.as_str()),
        ("redirect_uri", going.ask.redirect_uri),
        ("response_type", "code"),
        ("scope", oauth::scope(going, config.scope.as_deref(), "snsapi_login")),
        ("state", going.ask.state),
    ];
    let url = oauth::address("https://open.weixin.qq.com/connect/qrconnect", &pairs)?;
    Ok(Departure { url, session: JsonObject::new() })
}

/// What `WeChat` answers; it says no with a number and the status of success.
async fn ask(http: &Client, url: &str, pairs: &[(&str, &str)]) -> Result<Value, Error> {
    let value = oauth::user(http, Request::get(oauth::address(url, pairs)?)).await?;
    let why = || value.get("errmsg").and_then(Value::as_str).unwrap_or("no reason").to_owned();
    match value.get("errcode").and_then(Value::as_i64) {
        None | Some(0) => Ok(value),
        Some(40029 | 40163 | 42003) => Err(Error::AuthCodeInvalid),
        Some(40001 | 40014) => Err(Error::AccessTokenInvalid),
        Some(_) => Err(Error::General(why())),
    }
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let config: Config = read(coming.config)?;
    let pairs = [
        ("appid", config.app_id.as_str()),
        ("secret", &config.app_secret),
        ("code", coming.code()?),
        ("grant_type", "authorization_code"),
    ];
    let tokens = ask(coming.http, "https://api.weixin.qq.com/sns/oauth2/access_token", &pairs).await?;
    let token = Reader(&tokens).text("/access_token")?.ok_or(Error::AuthCodeInvalid)?;
    let open_id = Reader(&tokens).id("/openid")?;
    let pairs = [("access_token", token.as_str()), ("openid", &open_id)];
    let raw = ask(coming.http, "https://api.weixin.qq.com/sns/userinfo", &pairs).await?;
    let answer = Reader(&raw);
    let user = UserInfo {
        id: answer.text("/unionid")?.unwrap_or(open_id),
        avatar: answer.text("/headimgurl")?,
        name: answer.text("/nickname")?,
        raw: raw.clone(),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}
