//! Discord.

use avouch_outbound::Request;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use super::reader::Reader;
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://discord.com/oauth2/authorize",
    token: "https://discord.com/api/v10/oauth2/token",
    user: || Request::get("https://discord.com/api/v10/users/@me"),
    scope: "identify email",
    basic: false,
    remembers: false,
    profile: |answer| {
        Ok(UserInfo {
            avatar: avatar(answer)?,
            id: answer.id("/id")?,
            name: answer.text("/username")?,
            email: answer.text_if("/email", "/verified")?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "discord-universal",
    target: "discord",
    name: "Discord",
    fields: CLIENT,
    guide: "Create an application in the Discord developer portal and add the callback address to its OAuth2 redirects.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};

/// The picture: its hash is told, not its address.
fn avatar(answer: &Reader<'_>) -> Result<Option<String>, Error> {
    let id = answer.id("/id")?;
    Ok(answer.text("/avatar")?.map(|hash| format!("https://cdn.discordapp.com/avatars/{id}/{hash}")))
}
