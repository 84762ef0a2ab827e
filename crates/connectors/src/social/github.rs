//! GitHub.

use avouch_outbound::Request;
use serde_json::{Value, json};

use super::flow::Flow;
use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth::{self, Registration};
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};

const FLOW: Flow = Flow {
    authorization: "https://github.com/login/oauth/authorize",
    token: "https://github.com/login/oauth/access_token",
    user: || Request::get("https://api.github.com/user"),
    scope: "read:user user:email",
    basic: false,
    remembers: false,
    profile: |answer| {
        Ok(UserInfo {
            id: answer.id("/id")?,
            avatar: answer.text("/avatar_url")?,
            name: answer.text("/name")?,
            email: answer.text("/email")?,
            ..UserInfo::default()
        })
    },
};

pub(crate) const FACTORY: Factory = Factory {
    id: "github-universal",
    target: "github",
    name: "GitHub",
    fields: CLIENT,
    guide: "Create an OAuth app in the developer settings of your GitHub account or organization, with the callback \
            address as its authorization callback URL. A GitHub app works too, and gives tokens that can be renewed.",
    stores_tokens: true,
    exchange: Exchange::Social(Social {
        authorize,
        identify: |coming| Box::pin(identify(coming)),
        refresh: Some(|renewal| Box::pin(FLOW.refresh(renewal))),
    }),
    ..Factory::SOCIAL
};

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let client = Registration::of(going.config)?;
    let pairs = [
        ("client_id", client.client_id.as_str()),
        ("redirect_uri", going.ask.redirect_uri),
        ("state", going.ask.state),
        ("scope", oauth::scope(going, client.scope.as_deref(), FLOW.scope)),
    ];
    Ok(Departure { url: oauth::address(FLOW.authorization, &pairs)?, session: avouch_shape::JsonObject::new() })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let tokens = TokenSet::read(&FLOW.tokens(&coming).await?)?;
    let user = oauth::user(coming.http, (FLOW.user)().bearer(tokens.access_token.expose())).await?;
    let request = Request::get("https://api.github.com/user/emails").bearer(tokens.access_token.expose());
    // The scope may not reach so far; the person is known all the same.
    let emails = oauth::user(coming.http, request).await.ok().filter(Value::is_array).unwrap_or_else(|| json!([]));
    let facts = (FLOW.profile)(&Reader(&user))?;
    let email = facts.email.or_else(|| primary(&emails));
    Ok(Identity {
        user: UserInfo { email, raw: json!({ "userInfo": user, "userEmails": emails }), ..facts },
        tokens: Some(tokens),
    })
}

/// The address that the person put first, once it is confirmed.
fn primary(emails: &Value) -> Option<String> {
    let is = |email: &&Value, what: &str| email.get(what).and_then(Value::as_bool) == Some(true);
    let mut own = emails.as_array()?.iter().filter(|email| is(email, "primary") && is(email, "verified"));
    own.next()?.get("email")?.as_str().map(ToOwned::to_owned)
}
