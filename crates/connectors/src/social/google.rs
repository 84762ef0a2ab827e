//! Google, by its sign-in page or by One Tap.

use avouch_outbound::Request;
use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde::Deserialize;
use serde_json::Value;

use super::flow::Flow;
use super::identity::{Identity, UserInfo};
use super::oauth;
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::read;
use crate::factory::{Exchange, Factory};
use crate::id_token::{self, Rules};

const FLOW: Flow = Flow {
    authorization: "https://accounts.google.com/o/oauth2/v2/auth",
    token: "https://oauth2.googleapis.com/token",
    user: || Request::post("https://openidconnect.googleapis.com/v1/userinfo"),
    scope: "openid profile email",
    basic: false,
    remembers: false,
    profile,
};

pub(crate) const FACTORY: Factory = Factory {
    id: "google-universal",
    target: "google",
    name: "Google",
    fields: "clientId!T clientSecret!T scope?ML prompts?MS(none|consent|select_account)=select_account \
             offlineAccess?SW=false",
    beside: &["oneTap"],
    guide: "Create an OAuth client of the type “web application” in the Google Cloud console, with the callback address \
            as an authorized redirect URI. For One Tap, add the origin of the sign-in page as well.",
    stores_tokens: true,
    rule: one_tap,
    exchange: Exchange::Social(Social {
        authorize,
        identify: |coming| Box::pin(identify(coming)),
        refresh: Some(|renewal| Box::pin(FLOW.refresh(renewal))),
    }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    client_id: String,
    scope: Option<String>,
    prompts: Option<Vec<String>>,
    #[serde(default)]
    offline_access: bool,
}

/// `oneTap` is four switches.
fn one_tap(config: &JsonObject, issues: &mut Issues) {
    let at = Path::Key(&Path::Root, "oneTap");
    match config.get("oneTap") {
        None | Some(Value::Null) => {}
        Some(Value::Object(switches)) => {
            for name in ["isEnabled", "autoSelect", "closeOnTapOutside", "itpSupport"] {
                let switch = switches.get(name).filter(|value| !value.is_boolean());
                if switch.is_some() {
                    issues.push(Issue::wrong_type("boolean", switch, &Path::Key(&at, name)));
                }
            }
        }
        other => issues.push(Issue::wrong_type("object", other, &at)),
    }
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let scope = oauth::scope(going, config.scope.as_deref(), FLOW.scope);
    let departure = oauth::departure(FLOW.authorization, &config.client_id, scope, going)?;
    let prompt = config.prompts.unwrap_or_else(|| vec!["select_account".to_owned()]).join(" ");
    let offline = if config.offline_access { "offline" } else { "" };
    let url = oauth::address(&departure.url, &[("prompt", &prompt), ("access_type", offline)])?;
    Ok(Departure { url, ..departure })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let Some(credential) = coming.given("credential") else { return FLOW.identify(coming).await };
    let config: Config = read(coming.config)?;
    let rules = Rules {
        keys: "https://www.googleapis.com/oauth2/v3/certs",
        issuers: &["https://accounts.google.com", "accounts.google.com"],
        audience: &config.client_id,
        tolerance: 10,
        ..Rules::at(coming.back.now)
    };
    let claims = id_token::verify(coming.http, credential, &rules).await?;
    Ok(Identity { user: UserInfo { raw: claims.clone(), ..profile(&Reader(&claims))? }, tokens: None })
}

fn profile(answer: &Reader<'_>) -> Result<UserInfo, Error> {
    Ok(UserInfo {
        id: answer.id("/sub")?,
        avatar: answer.text("/picture")?,
        name: answer.text("/name")?,
        email: answer.text_if("/email", "/email_verified")?,
        ..UserInfo::default()
    })
}
