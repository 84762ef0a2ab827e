//! Naver.

use avouch_outbound::Request;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use crate::factory::{Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://nid.naver.com/oauth2.0/authorize",
    token: "https://nid.naver.com/oauth2.0/token",
    user: || Request::post("https://openapi.naver.com/v1/nid/me"),
    scope: "",
    basic: false,
    remembers: false,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/response/id")?,
            name: answer.text("/response/nickname")?,
            avatar: answer.text("/response/profile_image")?,
            email: answer.text("/response/email")?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "naver-universal",
    target: "naver",
    name: "Naver",
    names: &[("ko", "네이버")],
    fields: "clientId!T clientSecret!T",
    guide: "Register an application with Naver Login in the Naver developers center, with the callback address as its callback URL.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};
