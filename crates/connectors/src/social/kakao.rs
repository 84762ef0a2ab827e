//! Kakao.

use avouch_outbound::Request;
use serde::Deserialize;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth;
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::read;
use crate::factory::{Exchange, Factory};

pub(crate) const FACTORY: Factory = Factory {
    id: "kakao-universal",
    target: "kakao",
    name: "Kakao",
    names: &[("ko", "카카오")],
    fields: "clientId!T clientSecret?T",
    guide: "Create an application in Kakao developers, turn on Kakao Login, and add the callback address to its redirect \
            URIs. The client ID is the REST API key; the secret is needed only where it is turned on.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    client_id: String,
    client_secret: Option<String>,
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    oauth::departure("https://kauth.kakao.com/oauth/authorize", &config.client_id, "", going)
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let config: Config = read(coming.config)?;
    let mut pairs = vec![
        ("grant_type", "authorization_code"),
        ("code", coming.code()?),
        ("redirect_uri", coming.told_redirect_uri()?),
        ("client_id", &config.client_id),
    ];
    pairs.extend(config.client_secret.as_deref().map(|secret| ("client_secret", secret)));
    let tokens = oauth::token(coming.http, Request::post("https://kauth.kakao.com/oauth/token").form(pairs)).await?;
    let tokens = TokenSet::read(&tokens)?;
    let request = Request::post("https://kapi.kakao.com/v2/user/me").bearer(tokens.access_token.expose());
    let raw = oauth::user(coming.http, request).await?;
    let answer = Reader(&raw);
    let is_default = answer.is("/kakao_account/profile/is_default_image")?;
    let avatar = answer.text("/kakao_account/profile/profile_image_url")?.filter(|_| !is_default);
    let user = UserInfo {
        id: answer.id("/id")?,
        name: answer.text("/kakao_account/profile/nickname")?,
        avatar,
        email: answer.text_if("/kakao_account/email", "/kakao_account/is_email_valid")?,
        raw: raw.clone(),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}
