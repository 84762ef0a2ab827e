//! Login with Amazon.

use avouch_outbound::Request;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://www.amazon.com/ap/oa",
    token: "https://api.amazon.com/auth/o2/token",
    user: || Request::get("https://api.amazon.com/user/profile"),
    scope: "profile",
    basic: false,
    remembers: true,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/user_id")?,
            name: answer.text("/name")?,
            email: answer.text("/email")?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "amazon-universal",
    target: "amazon",
    name: "Amazon",
    fields: CLIENT,
    guide: "Create a security profile in the Login with Amazon console and add the callback address to its allowed return URLs.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};
