//! QQ.

use avouch_outbound::{Client, Request};
use serde_json::Value;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth::{self, Registration};
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};

pub(crate) const FACTORY: Factory = Factory {
    id: "qq-universal",
    target: "qq",
    name: "QQ",
    fields: CLIENT,
    guide: "Create a website application on QQ Connect, with the callback address as its callback, and ask for the \
            permission to read the UnionID. The client ID and secret are the APP ID and the APP Key.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let client = Registration::of(going.config)?;
    let scope = oauth::scope(going, client.scope.as_deref(), "get_user_info");
    oauth::departure("https://graph.qq.com/oauth2.0/authorize", &client.client_id, scope, going)
}

/// What QQ answers, in JSON or wrapped as `callback( … );`, with its own way to say no.
async fn ask(http: &Client, url: &str, pairs: &[(&str, &str)]) -> Result<Value, Error> {
    let answer = http.send(Request::get(oauth::address(url, pairs)?)).await?;
    if !answer.status.is_success() {
        return oauth::success(&answer);
    }
    let text = answer.text();
    let inner = text.trim().trim_end_matches(';').trim_end();
    let inner = inner.strip_prefix("callback(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(inner);
    let value: Value = serde_json::from_str(inner).map_err(|_| Error::InvalidResponse("it is not JSON".to_owned()))?;
    let why = ["/error_description", "/msg"].into_iter().find_map(|path| value.pointer(path)?.as_str());
    let failed = value.get("error").is_some() || value.get("ret").and_then(Value::as_i64).is_some_and(|code| code != 0);
    if failed { Err(Error::General(why.unwrap_or("no reason").to_owned())) } else { Ok(value) }
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let client = Registration::of(coming.config)?;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", &client.client_id),
        ("client_secret", &client.client_secret),
        ("code", coming.code()?),
        ("redirect_uri", coming.told_redirect_uri()?),
        ("fmt", "json"),
    ];
    let tokens = TokenSet::read(&ask(coming.http, "https://graph.qq.com/oauth2.0/token", &pairs).await?)?;
    let token = tokens.access_token.expose();
    let pairs = [("access_token", token), ("unionid", "1"), ("fmt", "json")];
    let me = ask(coming.http, "https://graph.qq.com/oauth2.0/me", &pairs).await?;
    let (id, open_id) = (Reader(&me).id("/unionid")?, Reader(&me).id("/openid")?);
    let pairs = [("access_token", token), ("oauth_consumer_key", &client.client_id), ("openid", &open_id)];
    let raw = ask(coming.http, "https://graph.qq.com/user/get_user_info", &pairs).await?;
    let answer = Reader(&raw);
    let avatar = answer.text("/figureurl_qq_2")?.or(answer.text("/figureurl_qq_1")?);
    let user = UserInfo { id, name: answer.text("/nickname")?, avatar, raw: raw.clone(), ..UserInfo::default() };
    Ok(Identity { user, tokens: None })
}
