//! Apple: the answer is the proof, so there is no code to exchange.

use avouch_crypto::{Alphabet, random_text};
use avouch_shape::JsonObject;
use serde::Deserialize;
use serde_json::{Value, json};

use super::identity::{Identity, UserInfo};
use super::oauth;
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::read;
use crate::factory::{Exchange, Factory};
use crate::id_token::{self, Rules};

const ISSUER: &str = "https://appleid.apple.com";

pub(crate) const FACTORY: Factory = Factory {
    id: "apple-universal",
    target: "apple",
    name: "Apple",
    fields: "clientId!T scope?ML",
    guide: "Create a Services ID with “Sign in with Apple” in the Apple developer account, with this server as a domain \
            and the callback address as a return URL. The client ID is the identifier of the Services ID; ask for the \
            scope `name email` to learn more than an identifier.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    client_id: String,
    scope: Option<String>,
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let nonce = random_text(Alphabet::UrlSafe, 21);
    let scope = oauth::scope(going, config.scope.as_deref(), "");
    let pairs = [
        ("client_id", config.client_id.as_str()),
        ("redirect_uri", going.ask.redirect_uri),
        ("scope", scope),
        ("state", going.ask.state),
        ("nonce", &nonce),
        ("response_type", "code id_token"),
        ("response_mode", "form_post"),
    ];
    let session = JsonObject::from_iter([("nonce".to_owned(), nonce.as_str().into())]);
    Ok(Departure { url: oauth::address("https://appleid.apple.com/auth/authorize", &pairs)?, session })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let token = coming.proof("id_token")?;
    let config: Config = read(coming.config)?;
    let rules = Rules {
        keys: "https://appleid.apple.com/auth/keys",
        issuers: &[ISSUER],
        audience: &config.client_id,
        nonce: Some(coming.remembered_nonce()?),
        ..Rules::at(coming.back.now)
    };
    let claims = id_token::verify(coming.http, token, &rules).await?;
    let answer = Reader(&claims);
    // Apple tells the name once, beside the token. Nobody signed it, so nothing else of it is believed: an address in it
    // could be anybody's.
    let told: Value = coming.given("user").and_then(|user| serde_json::from_str(user).ok()).unwrap_or_default();
    let is_verified = ["true", "1"]
        .contains(&claims.get("email_verified").map(Value::to_string).unwrap_or_default().trim_matches('"'));
    let user = UserInfo {
        id: answer.id("/sub")?,
        email: if is_verified { answer.text("/email")? } else { None },
        name: name(&told),
        raw: json!({ "idToken": claims, "user": told }),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}

fn name(told: &Value) -> Option<String> {
    let parts = ["/name/firstName", "/name/lastName"].map(|path| told.pointer(path).and_then(Value::as_str));
    let name = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}
