//! X.

use avouch_crypto::{Alphabet, random_text, sha256};
use avouch_outbound::Request;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth::{self, Registration};
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::factory::{CLIENT, Exchange, Factory};
use crate::sign;

pub(crate) const FACTORY: Factory = Factory {
    id: "x-universal",
    target: "x",
    name: "X",
    fields: CLIENT,
    guide: "Create an app with OAuth 2.0 in the X developer portal, of the type “web app”, with the callback address as a \
            callback URI. To learn e-mail addresses, turn on “request email from users” and add the scope `users.email`.",
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

const SCOPE: &str = "tweet.read users.read";

/// With PKCE (RFC 7636).
fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let client = Registration::of(going.config)?;
    let scope = oauth::scope(going, client.scope.as_deref(), SCOPE);
    let departure = oauth::departure("https://twitter.com/i/oauth2/authorize", &client.client_id, scope, going)?;
    let verifier = random_text(Alphabet::UrlSafe, 64);
    let challenge = sign::url_safe(sha256(verifier.as_bytes()));
    let pairs = [("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")];
    let mut session = oauth::remembered(going);
    session.insert("codeVerifier".to_owned(), verifier.into());
    Ok(Departure { url: oauth::address(&departure.url, &pairs)?, session })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let Registration { client_id, client_secret, scope } = Registration::of(coming.config)?;
    let verifier = coming.remembered("codeVerifier");
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", coming.code()?),
        ("redirect_uri", coming.remembered_redirect_uri()?),
        ("client_id", &client_id),
        ("code_verifier", verifier.ok_or_else(|| Error::General("`codeVerifier` was not remembered".to_owned()))?),
    ];
    let request = Request::post("https://api.twitter.com/2/oauth2/token").basic(&client_id, &client_secret);
    let tokens = TokenSet::read(&oauth::token(coming.http, request.form(pairs)).await?)?;
    let granted = tokens.scope.as_deref().or(scope.as_deref()).unwrap_or(SCOPE);
    let has_email = granted.split_whitespace().any(|scope| scope == "users.email");
    let fields = if has_email { "?user.fields=confirmed_email" } else { "" };
    let request = Request::get(format!("https://api.twitter.com/2/users/me{fields}"));
    let raw = oauth::user(coming.http, request.bearer(tokens.access_token.expose())).await?;
    let answer = Reader(&raw);
    let user = UserInfo {
        id: answer.id("/data/id")?,
        name: answer.text("/data/name")?,
        email: answer.text("/data/confirmed_email")?,
        raw: raw.clone(),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}
