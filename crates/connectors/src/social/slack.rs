//! Slack.

use avouch_outbound::Request;

use super::flow::Flow;
use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth::Registration;
use super::reader::Reader;
use super::{Coming, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};
use crate::id_token::{self, Rules};

const FLOW: Flow = Flow {
    authorization: "https://slack.com/openid/connect/authorize",
    token: "https://slack.com/api/openid.connect.token",
    user: || Request::get("https://slack.com/api/openid.connect.userInfo"),
    scope: "openid profile email",
    basic: false,
    remembers: true,
    profile: |claims| {
        let picture = claims.text("/picture")?;
        Ok(UserInfo {
            id: claims.id("/sub")?,
            name: claims.text("/name")?,
            email: claims.text_if("/email", "/email_verified")?,
            avatar: picture.clone(),
            more: picture.map(|picture| ("image".to_owned(), picture.into())).into_iter().collect(),
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "slack-universal",
    target: "slack",
    name: "Slack",
    fields: CLIENT,
    guide: "Create a Slack app, add the callback address to the redirect URLs of its page “OAuth & Permissions”, and add \
            the user scopes `openid`, `profile` and `email`.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let client = Registration::of(coming.config)?;
    let tokens = TokenSet::read(&FLOW.tokens(&coming).await?)?;
    let token = tokens.id_token.as_ref().ok_or_else(|| Error::IdTokenInvalid("there is none".to_owned()))?;
    let rules = Rules {
        keys: "https://slack.com/openid/connect/keys",
        issuers: &["https://slack.com"],
        audience: &client.client_id,
        ..Rules::at(coming.back.now)
    };
    let claims = id_token::verify(coming.http, token.expose(), &rules).await?;
    let user = UserInfo { raw: claims.clone(), ..(FLOW.profile)(&Reader(&claims))? };
    Ok(Identity { user, tokens: None })
}
