//! Patreon.

use avouch_outbound::Request;
use avouch_shape::JsonObject;

use super::Social;
use super::flow::Flow;
use super::identity::UserInfo;
use super::reader::Reader;
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://www.patreon.com/oauth2/authorize",
    token: "https://www.patreon.com/api/oauth2/token",
    user: || Request::get("https://www.patreon.com/api/oauth2/api/current_user"),
    scope: "identity identity[email]",
    basic: true,
    remembers: true,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/data/id")?,
            name: answer.text("/data/attributes/full_name")?,
            avatar: answer.text("/data/attributes/image_url")?,
            email: email(answer)?,
            more: more(answer)?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "patreon-universal",
    target: "patreon",
    name: "Patreon",
    fields: CLIENT,
    guide: "Register a client in the Patreon developer portal, with the callback address as a redirect URI.",
    exchange: Exchange::Social(Social {
        authorize: |going| FLOW.authorize(going),
        identify: |coming| Box::pin(FLOW.identify(coming)),
        refresh: None,
    }),
    ..Factory::SOCIAL
};

fn more(answer: &Reader<'_>) -> Result<JsonObject, Error> {
    let mut more = JsonObject::new();
    more.insert("email_verified".to_owned(), answer.is("/data/attributes/is_email_verified")?.into());
    let url = answer.text("/data/attributes/url")?;
    let vanity = answer.text("/data/attributes/vanity")?;
    for (name, value) in [("profile", &url), ("website", &url), ("preferred_username", &vanity)] {
        if let Some(value) = value {
            more.insert(name.to_owned(), value.as_str().into());
        }
    }
    Ok(more)
}

/// An address that Patreon says is not confirmed is nobody's.
fn email(answer: &Reader<'_>) -> Result<Option<String>, Error> {
    let unconfirmed = answer.0.pointer("/data/attributes/is_email_verified") == Some(&false.into());
    if unconfirmed { Ok(None) } else { answer.text("/data/attributes/email") }
}
