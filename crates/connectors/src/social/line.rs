//! LINE Login.

use avouch_outbound::Request;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://access.line.me/oauth2/v2.1/authorize",
    token: "https://api.line.me/oauth2/v2.1/token",
    user: || Request::get("https://api.line.me/v2/profile"),
    scope: "openid profile",
    basic: false,
    remembers: true,
    profile: |answer| {
        Ok(UserInfo { id: answer.id("/userId")?, name: answer.text("/displayName")?, ..UserInfo::default() })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "line-universal",
    target: "line",
    name: "LINE",
    fields: CLIENT,
    guide: "Create a LINE Login channel in the LINE developers console and add the callback address to it.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};
