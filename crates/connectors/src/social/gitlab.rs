//! GitLab.

use avouch_outbound::Request;

use super::flow::Flow;
use super::identity::UserInfo;
use super::oauth::{self, Registration};
use super::{Departure, Going, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://gitlab.com/oauth/authorize",
    token: "https://gitlab.com/oauth/token",
    user: || Request::get("https://gitlab.com/oauth/userinfo"),
    scope: "openid",
    basic: true,
    remembers: true,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/sub")?,
            name: answer.text("/name")?,
            avatar: answer.text("/picture")?,
            email: answer.text_if("/email", "/email_verified")?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "gitlab-universal",
    target: "gitlab",
    name: "GitLab",
    fields: CLIENT,
    guide: "Create an application in the settings of your GitLab account or group, with the callback address as a redirect URI and the scopes `openid`, `profile` and `email`.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(FLOW.identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

/// Facts of people are behind `openid`, whatever else is asked for.
fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let client = Registration::of(going.config)?;
    let scope = oauth::with_openid(oauth::scope(going, client.scope.as_deref(), FLOW.scope));
    let departure = oauth::departure(FLOW.authorization, &client.client_id, &scope, going)?;
    Ok(FLOW.remembering(departure, going))
}
