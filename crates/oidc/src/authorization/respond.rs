//! The answer to the client, by redirect or by a form that posts itself (RFC 6749 section 4.1.2, RFC 9207).

use url::Url;

use super::Answer;
use crate::{Issuer, OidcError, Params};

/// How the answer travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Query,
    Fragment,
    FormPost,
}

/// Where and how to answer.
#[derive(Debug)]
pub(super) struct Respond {
    issuer: String,
    redirect_uri: String,
    mode: Mode,
    state: Option<String>,
}

impl Respond {
    pub(super) fn new(issuer: &Issuer, redirect_uri: String, params: &Params) -> Self {
        let implicit = params.get("response_type").is_some_and(|kind| kind.contains("token"));
        let mode = match params.get("response_mode") {
            Some("form_post") => Mode::FormPost,
            Some("fragment") => Mode::Fragment,
            _ if implicit => Mode::Fragment,
            _ => Mode::Query,
        };
        Self { issuer: issuer.url(), redirect_uri, mode, state: params.get("state").map(ToOwned::to_owned) }
    }

    pub(super) fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// An error, unless it is one of ours, which no client can do anything about.
    pub(super) fn error(&self, error: &OidcError) -> Answer {
        if error.status >= 500 {
            return Answer::Refused(error.clone());
        }
        let fields =
            vec![("error", error.code.as_str().to_owned()), ("error_description", error.description.to_string())];
        self.send(fields, 400)
    }

    pub(super) fn code(&self, code: &str) -> Answer {
        self.send(vec![("code", code.to_owned())], 200)
    }

    fn send(&self, mut fields: Vec<(&'static str, String)>, form_status: u16) -> Answer {
        fields.extend(self.state.clone().map(|state| ("state", state)));
        fields.push(("iss", self.issuer.clone()));
        let Ok(mut location) = Url::parse(&self.redirect_uri) else {
            return Answer::Refused(OidcError::redirect_uri("redirect_uri must be an absolute URI"));
        };
        match self.mode {
            Mode::Query => drop(location.query_pairs_mut().extend_pairs(&fields)),
            Mode::Fragment => {
                let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
                location.set_fragment(Some(&text));
            }
            Mode::FormPost => {
                let action = self.redirect_uri.clone();
                return Answer::Form { status: form_status, action, fields, cookies: Vec::new() };
            }
        }
        Answer::Redirect { location: location.into(), cookies: Vec::new() }
    }
}
