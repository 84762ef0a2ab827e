//! Facebook.

use avouch_outbound::{Client, Request};
use serde_json::Value;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth::{self, Registration};
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};

const TOKEN: &str = "https://graph.facebook.com/v13.0/oauth/access_token";

pub(crate) const FACTORY: Factory = Factory {
    id: "facebook-universal",
    target: "facebook",
    name: "Facebook",
    fields: CLIENT,
    guide: "Create an app with Facebook Login on Meta for Developers, and add the callback address to the valid OAuth \
            redirect URIs. The client ID and secret are the app's ID and secret.",
    stores_tokens: true,
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let client = Registration::of(going.config)?;
    let scope = oauth::scope(going, client.scope.as_deref(), "email,public_profile");
    oauth::departure("https://www.facebook.com/v13.0/dialog/oauth", &client.client_id, scope, going)
}

async fn tokens(http: &Client, client: &Registration, pairs: &[(&str, &str)]) -> Result<TokenSet, Error> {
    let own = [("client_id", client.client_id.as_str()), ("client_secret", client.client_secret.as_str())];
    let pairs: Vec<(&str, &str)> = own.into_iter().chain(pairs.iter().copied()).collect();
    TokenSet::read(&oauth::token(http, Request::get(oauth::address(TOKEN, &pairs)?)).await?)
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let client = Registration::of(coming.config)?;
    let pairs = [("code", coming.code()?), ("redirect_uri", coming.told_redirect_uri()?)];
    let mut tokens = tokens(coming.http, &client, &pairs).await?;
    let url = "https://graph.facebook.com/v13.0/me?fields=id,name,email,picture";
    let answer = coming.http.send(Request::get(url).bearer(tokens.access_token.expose())).await?;
    if matches!(answer.status.as_u16(), 400 | 401) {
        return Err(Error::AccessTokenInvalid);
    }
    let raw: Value = oauth::success(&answer)?;
    let answer = Reader(&raw);
    let user = UserInfo {
        id: answer.id("/id")?,
        email: answer.text("/email")?,
        name: answer.text("/name")?,
        avatar: answer.text("/picture/data/url")?,
        raw: raw.clone(),
        ..UserInfo::default()
    };
    if coming.back.keeps_tokens {
        // The first token is good for an hour or two; one that is kept should last.
        let short = tokens.access_token.expose().to_owned();
        tokens =
            self::tokens(coming.http, &client, &[("grant_type", "fb_exchange_token"), ("fb_exchange_token", &short)])
                .await?;
    }
    Ok(Identity { user, tokens: Some(tokens) })
}
