//! `WeCom`: `WeChat` at work.

use avouch_outbound::{Client, Request};
use avouch_shape::JsonObject;
use serde::Deserialize;
use serde_json::{Value, json};

use super::identity::{Identity, UserInfo};
use super::oauth;
use super::reader::{Reader, digits};
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::read;
use crate::factory::{Exchange, Factory};

pub(crate) const FACTORY: Factory = Factory {
    id: "wecom-universal",
    target: "wecom",
    name: "WeCom",
    names: &[("zh-CN", "企业微信")],
    fields: "corpId!T appSecret!T agentId!T scope?ML",
    guide: "Create an application of your own in the WeCom admin console, with the domain of this server as a trusted \
            domain of its web authorization. The corp ID is that of the company, the agent ID that of the application.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

const BASE: &str = "https://qyapi.weixin.qq.com/cgi-bin";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    corp_id: String,
    app_secret: String,
    agent_id: String,
    scope: Option<String>,
}

/// Inside the application people are asked there, elsewhere they scan a code.
fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let is_inside = going.ask.user_agent.is_some_and(|agent| agent.contains("wxwork"));
    let base = if is_inside {
        "https://open.weixin.qq.com/connect/oauth2/authorize"
    } else {
        "https://open.work.weixin.qq.com/wwopen/sso/qrConnect"
    };
    let pairs = [
        ("appid", config.corp_id.as_str()),
        ("redirect_uri", going.ask.redirect_uri),
        ("response_type", "code"),
        ("scope", oauth::scope(going, config.scope.as_deref(), "snsapi_userinfo")),
        ("state", going.ask.state),
        ("agentid", &config.agent_id),
    ];
    Ok(Departure { url: format!("{}#wechat_redirect", oauth::address(base, &pairs)?), session: JsonObject::new() })
}

async fn ask(http: &Client, request: Request) -> Result<Value, Error> {
    let value = oauth::user(http, request).await?;
    let why = || value.get("errmsg").and_then(Value::as_str).unwrap_or("no reason").to_owned();
    match value.get("errcode").and_then(Value::as_i64) {
        None | Some(0) => Ok(value),
        Some(40029) => Err(Error::AuthCodeInvalid),
        Some(40014 | 42001) => Err(Error::AccessTokenInvalid),
        Some(_) => Err(Error::General(why())),
    }
}

fn get(path: &str, pairs: &[(&str, &str)]) -> Result<Request, Error> {
    Ok(Request::get(oauth::address(&format!("{BASE}/{path}"), pairs)?))
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let (http, config) = (coming.http, read::<Config>(coming.config)?);
    let code = coming.code()?;
    let own = [("corpid", config.corp_id.as_str()), ("corpsecret", &config.app_secret)];
    let tokens = ask(http, get("gettoken", &own)?).await?;
    let token = Reader(&tokens).text("/access_token")?.ok_or(Error::AuthCodeInvalid)?;
    let token = ("access_token", token.as_str());
    let known = ask(http, get("auth/getuserinfo", &[token, ("code", code)])?).await?;
    let answer = Reader(&known);
    let (user_id, open_id) = (answer.text("/userid")?, answer.text("/openid")?);
    let mut facts = JsonObject::new();
    if let Some(user_id) = &user_id {
        // What the application may not see, it does without.
        let asked = ask(http, get("user/get", &[token, ("userid", user_id)])?).await;
        facts.extend(asked.ok().and_then(members).unwrap_or_default());
    }
    if let Some(ticket) = answer.text("/user_ticket")? {
        let url = oauth::address(&format!("{BASE}/auth/getuserdetail"), &[token])?;
        let asked = ask(http, Request::post(url).json(&json!({ "user_ticket": ticket }))).await;
        facts.extend(asked.ok().and_then(members).unwrap_or_default());
    }
    let id =
        user_id.or(open_id).ok_or_else(|| Error::InvalidResponse("it tells neither user nor openid".to_owned()))?;
    let facts = Value::from(facts);
    let answer = Reader(&facts);
    let user = UserInfo {
        name: Some(answer.text("/name")?.unwrap_or_else(|| id.clone())),
        id,
        avatar: answer.text("/avatar")?,
        email: answer.text("/email")?,
        phone: answer.text("/mobile")?.and_then(|mobile| international(&mobile)),
        raw: json!({ "userInfo": known, "userDetail": facts }),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}

/// The members of an answer that say something.
fn members(value: Value) -> Option<JsonObject> {
    let Value::Object(members) = value else { return None };
    Some(members.into_iter().filter(|(_, value)| value.as_str() != Some("")).collect())
}

/// Numbers without a country are Chinese.
fn international(number: &str) -> Option<String> {
    let plain = digits(number)?;
    let is_international = number.trim_start().starts_with('+') || (plain.len() == 13 && plain.starts_with("86"));
    Some(if is_international { plain } else { format!("86{plain}") })
}
