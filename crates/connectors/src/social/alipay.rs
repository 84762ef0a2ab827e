//! Alipay, on the web and in native applications.

use avouch_outbound::{Client, Request};
use avouch_shape::{Issue, Issues, JsonObject, Path};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use serde_json::Value;

use super::identity::{Identity, UserInfo};
use super::oauth;
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::{read, text};
use crate::factory::{Exchange, Factory, Platform};
use crate::sign::{self, moment};

pub(crate) const NATIVE: Factory = Factory {
    id: "alipay-native",
    target: "alipay",
    name: "Alipay (native)",
    names: &[("zh-CN", "支付宝（原生）")],
    platform: Some(Platform::Native),
    fields: "appId!T privateKey!ML signType?SEL(RSA|RSA2)=RSA2",
    guide: GUIDE,
    rule,
    exchange: Exchange::Social(Social {
        authorize: native,
        identify: |coming| Box::pin(identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};

pub(crate) const WEB: Factory = Factory {
    id: "alipay-web",
    target: "alipay",
    name: "Alipay",
    names: &[("zh-CN", "支付宝")],
    platform: Some(Platform::Web),
    fields: "appId!T privateKey!ML signType?SEL(RSA|RSA2)=RSA2 charset?SEL(gbk|utf8)=utf8 scope?T",
    guide: GUIDE,
    rule,
    exchange: Exchange::Social(Social { authorize: web, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

const GUIDE: &str = "Create an application on the Alipay open platform, give it the ability to obtain member information, \
                     and make a key pair with its tool: the public key goes there, the private key here. Only keys of \
                     the type RSA2 can be used.";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    app_id: String,
    private_key: String,
    sign_type: Option<String>,
    charset: Option<String>,
    scope: Option<String>,
}

fn rule(config: &JsonObject, issues: &mut Issues) {
    if text(config, "appId").chars().count() > 16 {
        issues.push(Issue::too_big("string", 16, &Path::Key(&Path::Root, "appId")));
    }
    if text(config, "signType") == "RSA" {
        let at = Path::Key(&Path::Root, "signType");
        issues.push(Issue::custom("must be RSA2: RSA stands on SHA-1, which is broken", &at));
    }
}

fn native(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let pairs = [("app_id", config.app_id.as_str()), ("state", going.ask.state)];
    Ok(Departure { url: oauth::address("alipay://", &pairs)?, session: JsonObject::new() })
}

fn web(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let pairs = [
        ("app_id", config.app_id.as_str()),
        ("redirect_uri", going.ask.redirect_uri),
        ("scope", oauth::scope(going, config.scope.as_deref(), "auth_user")),
        ("state", going.ask.state),
    ];
    let url = oauth::address("https://openauth.alipay.com/oauth2/publicAppAuthorize.htm", &pairs)?;
    Ok(Departure { url, session: JsonObject::new() })
}

/// The parameters of a call with their signature: over all of them, sorted by name.
fn signed<'a>(config: &'a Config, now: &'a str, own: &[(&'a str, &'a str)]) -> Result<Vec<(&'a str, String)>, Error> {
    if config.sign_type.as_deref() == Some("RSA") {
        return Err(Error::InvalidConfig("`signType` must be RSA2; RSA stands on SHA-1, which is broken".to_owned()));
    }
    let mut pairs: Vec<(&str, &str)> = vec![
        ("app_id", &config.app_id),
        ("charset", config.charset.as_deref().unwrap_or("utf8")),
        ("format", "JSON"),
        ("sign_type", "RSA2"),
        ("timestamp", now),
        ("version", "1.0"),
    ];
    pairs.extend(own.iter().copied());
    pairs.sort_unstable();
    let text = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let signature = sign::rsa_sha256(&config.private_key, text.as_bytes())?;
    let mut pairs: Vec<(&str, String)> = pairs.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    pairs.push(("sign", BASE64_STANDARD.encode(signature)));
    Ok(pairs)
}

/// What a method of the gateway answers.
async fn call(http: &Client, config: &Config, now: &str, own: &[(&str, &str)], member: &str) -> Result<Value, Error> {
    let pairs = signed(config, now, own)?;
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let url = oauth::address("https://openapi.alipay.com/gateway.do", &pairs)?;
    let body = oauth::success(&http.send(Request::post(url)).await?)?;
    let said = body.get(member).or_else(|| body.get("error_response"));
    let said = said.ok_or_else(|| Error::InvalidResponse(format!("it has no `{member}`")))?;
    let part = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
    match (part("code"), part("sub_code")) {
        ("" | "10000", "") => Ok(said.clone()),
        (_, "isv.code-invalid") => Err(Error::AuthCodeInvalid),
        ("20001", _) => Err(Error::AccessTokenInvalid),
        _ => Err(Error::General([part("msg"), part("sub_msg")].join(": "))),
    }
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let config: Config = read(coming.config)?;
    let now = moment(coming.back.now, 8, "%Y-%m-%d %H:%M:%S");
    let code = coming.proof("auth_code")?;
    let own = [("method", "alipay.system.oauth.token"), ("grant_type", "authorization_code"), ("code", code)];
    let tokens = call(coming.http, &config, &now, &own, "alipay_system_oauth_token_response").await?;
    let token = Reader(&tokens).text("/access_token")?.ok_or(Error::AuthCodeInvalid)?;
    let own = [("method", "alipay.user.info.share"), ("auth_token", token.as_str())];
    let raw = call(coming.http, &config, &now, &own, "alipay_user_info_share_response").await?;
    let answer = Reader(&raw);
    let user = UserInfo {
        id: answer.id("/user_id")?,
        avatar: answer.text("/avatar")?,
        name: answer.text("/nick_name")?,
        raw: raw.clone(),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}
