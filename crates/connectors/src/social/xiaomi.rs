//! Xiaomi.

use avouch_outbound::{Answer, Request};
use serde::Deserialize;
use serde_json::Value;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth;
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::read;
use crate::factory::{Exchange, Factory};

pub(crate) const FACTORY: Factory = Factory {
    id: "xiaomi-universal",
    target: "xiaomi",
    name: "Xiaomi",
    names: &[("zh-CN", "小米")],
    fields: "clientId!T clientSecret!T scope?ML skipConfirm?SW",
    guide: "Create an application on the Xiaomi open platform with the account service, and the callback address as its \
            callback. The client ID and secret are the AppID and the AppSecret.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    client_id: String,
    client_secret: String,
    scope: Option<String>,
    skip_confirm: Option<bool>,
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let scope = oauth::scope(going, config.scope.as_deref(), "1");
    let departure = oauth::departure("https://account.xiaomi.com/oauth2/authorize", &config.client_id, scope, going)?;
    let skip = config.skip_confirm.map_or("", |skip| if skip { "true" } else { "false" });
    Ok(Departure { url: oauth::address(&departure.url, &[("skip_confirm", skip)])?, ..departure })
}

/// Xiaomi puts a word before its JSON, so that it cannot be run as a script.
fn said(answer: &Answer) -> Result<Value, Error> {
    if answer.status == 401 {
        return Err(Error::AccessTokenInvalid);
    }
    if !answer.status.is_success() {
        return oauth::success(answer);
    }
    let text = answer.text();
    let json = text.trim_start().trim_start_matches("&&&START&&&");
    serde_json::from_str(json).map_err(|_| Error::InvalidResponse("it is not JSON".to_owned()))
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let config: Config = read(coming.config)?;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", coming.code()?),
        ("redirect_uri", coming.told_redirect_uri()?),
        ("client_id", &config.client_id),
        ("client_secret", &config.client_secret),
    ];
    let request = Request::post("https://account.xiaomi.com/oauth2/token").form(pairs);
    let tokens = TokenSet::read(&said(&coming.http.send(request).await?)?)?;
    let pairs = [("clientId", config.client_id.as_str()), ("token", tokens.access_token.expose())];
    let request = Request::get(oauth::address("https://open.account.xiaomi.com/user/profile", &pairs)?);
    let raw = said(&coming.http.send(request).await?)?;
    let answer = Reader(&raw);
    let user = UserInfo {
        id: answer.id("/data/unionId")?,
        avatar: answer.text("/data/miliaoIcon")?,
        name: answer.text("/data/miliaoNick")?,
        raw: raw.clone(),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}
