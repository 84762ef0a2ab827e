//! Slack.

use avouch_crypto::jose;
use avouch_outbound::Request;

use super::flow::Flow;
use super::identity::{Identity, TokenSet, UserInfo};
use super::reader::Reader;
use super::{Coming, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};

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

/// The ID token comes straight from Slack over TLS, which stands for its signature (`OpenID` Connect Core 3.1.3.7).
async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let tokens = TokenSet::read(&FLOW.tokens(&coming).await?)?;
    let token = tokens.id_token.as_ref().ok_or_else(|| Error::IdTokenInvalid("there is none".to_owned()))?;
    let (_, claims) = jose::peek(token.expose()).map_err(|error| Error::IdTokenInvalid(error.to_string()))?;
    let user = UserInfo { raw: claims.clone(), ..(FLOW.profile)(&Reader(&claims))? };
    Ok(Identity { user, tokens: None })
}
