//! The kind that demonstrations of other installations use: it is known so that their connectors can be shown.

use super::Departure;
use super::Going;
use super::Social;
use super::oauth;
use crate::Error;
use crate::config::{read, text};
use crate::factory::{Exchange, Factory};

use serde::Deserialize;

pub(crate) const FACTORY: Factory = Factory {
    id: "logto-social-demo",
    target: "logto-social-demo",
    name: "Social sign-in demonstration",
    fields: "provider!SEL(google|github|discord) clientId!T redirectUri!T",
    guide: "For demonstrations only: people are sent to the provider, and cannot come back.",
    is_standard: true,
    exchange: Exchange::Social(Social {
        authorize,
        identify: |_| Box::pin(async { Err(Error::NotImplemented) }),
        refresh: None,
    }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    client_id: String,
    redirect_uri: String,
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let (base, scope) = match text(going.config, "provider") {
        "google" => ("https://accounts.google.com/o/oauth2/v2/auth", "openid profile email"),
        "github" => ("https://github.com/login/oauth/authorize", "read:user"),
        "discord" => ("https://discord.com/oauth2/authorize", "identify email"),
        _ => return Err(Error::InvalidConfig("`provider` is not known".to_owned())),
    };
    let pairs = [
        ("client_id", config.client_id.as_str()),
        ("redirect_uri", &config.redirect_uri),
        ("response_type", "code"),
        ("scope", scope),
        ("state", going.ask.state),
    ];
    Ok(Departure { url: oauth::address(base, &pairs)?, session: avouch_shape::JsonObject::new() })
}
