//! `LinkedIn`.

use avouch_outbound::Request;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://www.linkedin.com/oauth/v2/authorization",
    token: "https://www.linkedin.com/oauth/v2/accessToken",
    user: || Request::get("https://api.linkedin.com/v2/userinfo"),
    scope: "openid profile email",
    basic: false,
    remembers: true,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/sub")?,
            name: answer.text("/name")?,
            email: answer.text("/email")?,
            avatar: answer.text("/picture")?,
            more: answer.text("/picture")?.map(|picture| ("picture".to_owned(), picture.into())).into_iter().collect(),
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "linkedin-universal",
    target: "linkedin",
    name: "LinkedIn",
    fields: CLIENT,
    guide: "Create an application in the LinkedIn developer portal, add the product “Sign in with LinkedIn using OpenID Connect”, and add the callback address to its redirect URLs.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};
