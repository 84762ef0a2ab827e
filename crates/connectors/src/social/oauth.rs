//! The steps of OAuth 2.0 (RFC 6749) that providers share.

use avouch_outbound::{Answer, Client, Request};
use avouch_shape::JsonObject;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{Coming, Departure, Going};
use crate::Error;
use crate::config::read;

/// What most providers give to a client.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registration {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) scope: Option<String>,
}

impl Registration {
    pub(super) fn of(config: &JsonObject) -> Result<Self, Error> {
        read(config)
    }
}

/// What is asked for: what the request says, or the configuration, or what is usual.
pub(super) fn scope<'a>(going: &'a Going<'_>, configured: Option<&'a str>, usual: &'a str) -> &'a str {
    let given = |scope: &&str| !scope.trim().is_empty();
    going.ask.scope.filter(given).or(configured.filter(given)).unwrap_or(usual).trim()
}

/// An address with parameters; those without a value are left out.
pub(crate) fn address(base: &str, pairs: &[(&str, &str)]) -> Result<String, Error> {
    let mut url =
        Url::parse(base).map_err(|_| Error::InvalidConfig("the provider's address is not a URL".to_owned()))?;
    url.query_pairs_mut().extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    Ok(url.into())
}

/// What is remembered so that the code can be used: where the person comes back to.
pub(super) fn remembered(going: &Going<'_>) -> JsonObject {
    JsonObject::from_iter([("redirectUri".to_owned(), going.ask.redirect_uri.into())])
}

/// The usual way to a provider.
pub(super) fn departure(base: &str, client_id: &str, scope: &str, going: &Going<'_>) -> Result<Departure, Error> {
    let pairs = [
        ("client_id", client_id),
        ("redirect_uri", going.ask.redirect_uri),
        ("response_type", "code"),
        ("scope", scope),
        ("state", going.ask.state),
    ];
    Ok(Departure { url: address(base, &pairs)?, session: JsonObject::new() })
}

impl<'a> Coming<'a> {
    /// A text that the person came back with.
    pub(super) fn given(&self, name: &str) -> Option<&'a str> {
        self.back.data.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A text that was remembered.
    pub(super) fn remembered(&self, name: &str) -> Option<&'a str> {
        self.back.session.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// The member that the person must have come back with; or what the provider says instead.
    pub(super) fn proof(&self, name: &str) -> Result<&'a str, Error> {
        if let Some(proof) = self.given(name) {
            return Ok(proof);
        }
        let why = self.given("error_description").or(self.given("error")).unwrap_or_default();
        match self.given("error") {
            Some("access_denied") => Err(Error::AuthorizationFailed(why.to_owned())),
            Some(_) => Err(Error::General(why.to_owned())),
            None => Err(Error::General(format!("`{name}` did not come back"))),
        }
    }

    /// The code.
    pub(super) fn code(&self) -> Result<&'a str, Error> {
        self.proof("code")
    }

    /// Where the person came back to, as they tell.
    pub(super) fn told_redirect_uri(&self) -> Result<&'a str, Error> {
        self.given("redirectUri").ok_or_else(|| Error::General("`redirectUri` did not come back".to_owned()))
    }

    /// The nonce that the ID token must have.
    pub(super) fn remembered_nonce(&self) -> Result<&'a str, Error> {
        self.remembered("nonce").ok_or_else(|| Error::General("`nonce` was not remembered".to_owned()))
    }

    /// Where the person came back to, as it was remembered.
    pub(super) fn remembered_redirect_uri(&self) -> Result<&'a str, Error> {
        self.remembered("redirectUri").ok_or_else(|| Error::General("`redirectUri` was not remembered".to_owned()))
    }
}

/// What a provider says about a failure, without anything else of its answer.
fn complaint(answer: &Answer) -> String {
    let body = answer.json().unwrap_or_default();
    let said = ["/error_description", "/error/message", "/message", "/error_msg", "/errmsg", "/error"]
        .into_iter()
        .find_map(|path| body.pointer(path).and_then(Value::as_str));
    let said: String = said.unwrap_or("no reason").chars().take(300).collect();
    format!("it answered {}: {said}", answer.status.as_u16())
}

/// What a provider answered, if it did so with success.
pub(crate) fn success(answer: &Answer) -> Result<Value, Error> {
    if !answer.status.is_success() {
        return Err(Error::General(complaint(answer)));
    }
    answer.json().ok_or_else(|| Error::InvalidResponse("it is not JSON".to_owned()))
}

/// Sends a request to a token endpoint.
pub(crate) async fn token(http: &Client, request: Request) -> Result<Value, Error> {
    success(&http.send(request.header("accept", "application/json")).await?)
}

/// Asks for a person's facts; `401` means that the access token is not accepted.
pub(crate) async fn user(http: &Client, request: Request) -> Result<Value, Error> {
    let answer = http.send(request.header("accept", "application/json")).await?;
    if answer.status == 401 { Err(Error::AccessTokenInvalid) } else { success(&answer) }
}

/// The members of a form as JSON.
pub(super) fn form_to_value(body: &str) -> Value {
    let pairs = form_urlencoded::parse(body.as_bytes());
    json!(pairs.map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect::<JsonObject>())
}

/// Scopes with `openid` among them, first unless it is there.
pub(super) fn with_openid(scope: &str) -> String {
    let has = scope.split_whitespace().any(|one| one == "openid");
    if has { scope.to_owned() } else { format!("openid {scope}").trim_end().to_owned() }
}
