//! Hugging Face.

use avouch_outbound::Request;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://huggingface.co/oauth/authorize",
    token: "https://huggingface.co/oauth/token",
    user: || Request::get("https://huggingface.co/oauth/userinfo"),
    scope: "profile",
    basic: true,
    remembers: true,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/sub")?,
            avatar: answer.text("/picture")?,
            email: answer.text("/email")?,
            name: answer.text("/name")?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "huggingface-universal",
    target: "huggingface",
    name: "Hugging Face",
    fields: CLIENT,
    guide: "Create a connected application in the settings of your Hugging Face account, with the callback address as a redirect URL.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};
