//! `DingTalk`.

use avouch_outbound::Request;
use serde_json::{Value, json};

use super::identity::{Identity, UserInfo};
use super::oauth::{self, Registration};
use super::reader::{Reader, digits};
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory, Platform};

pub(crate) const FACTORY: Factory = Factory {
    id: "dingtalk-web",
    target: "dingtalk",
    name: "DingTalk",
    names: &[("zh-CN", "钉钉")],
    platform: Some(Platform::Web),
    fields: CLIENT,
    guide: "Create an application on the DingTalk open platform, add the callback address to its redirect URLs, and ask \
            for the permissions to read contacts and phone numbers of the person.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let client = Registration::of(going.config)?;
    let scope = oauth::scope(going, client.scope.as_deref(), "openid");
    let departure = oauth::departure("https://login.dingtalk.com/oauth2/auth", &client.client_id, scope, going)?;
    Ok(Departure { url: oauth::address(&departure.url, &[("prompt", "consent")])?, ..departure })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let Registration { client_id, client_secret, .. } = Registration::of(coming.config)?;
    let body = json!({
        "clientId": client_id,
        "clientSecret": client_secret,
        "code": coming.code()?,
        "grantType": "authorization_code",
    });
    let request = Request::post("https://api.dingtalk.com/v1.0/oauth2/userAccessToken").json(&body);
    let tokens = oauth::token(coming.http, request).await?;
    let token = tokens.get("accessToken").and_then(Value::as_str).ok_or(Error::AuthCodeInvalid)?;
    let request =
        Request::get("https://api.dingtalk.com/v1.0/contact/users/me").header("x-acs-dingtalk-access-token", token);
    let answer = coming.http.send(request).await?;
    if matches!(answer.status.as_u16(), 400 | 401) {
        return Err(Error::AccessTokenInvalid);
    }
    let raw = oauth::success(&answer)?;
    let answer = Reader(&raw);
    let mobile = answer.text("/mobile")?;
    let country = answer.text("/stateCode")?.unwrap_or_default();
    let user = UserInfo {
        id: answer.id("/unionId")?,
        name: answer.text("/nick")?,
        avatar: answer.text("/avatarUrl")?,
        email: answer.text("/email")?,
        phone: mobile.and_then(|mobile| digits(&format!("{country}{mobile}"))),
        raw: raw.clone(),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}
