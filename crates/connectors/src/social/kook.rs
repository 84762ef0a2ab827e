//! KOOK.

use avouch_outbound::Request;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://www.kookapp.cn/app/oauth2/authorize",
    token: "https://www.kookapp.cn/api/oauth2/token",
    user: || Request::get("https://www.kookapp.cn/api/v3/user/me"),
    scope: "get_user_info",
    basic: false,
    remembers: false,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/data/id")?,
            name: answer.text("/data/username")?,
            avatar: answer.text("/data/avatar")?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "kook-universal",
    target: "kook",
    name: "KOOK",
    fields: CLIENT,
    guide: "Create an application in the KOOK developer center and add the callback address to its OAuth2 callbacks.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};
