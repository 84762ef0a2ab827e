//! The answer to the client, by redirect or by a form that posts itself (RFC 6749 section 4.1.2, RFC 9207), signed where
//! the client asks for that (JWT Secured Authorization Response Mode).

use avouch_store::applications::Client;
use serde_json::{Map, Value};
use url::Url;

use super::Answer;
use crate::{Extension, Issuer, OidcError, Params, Provider};

/// How long a signed answer can be used, in seconds.
const LIFETIME: i64 = 600;

/// How the answer travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Query,
    Fragment,
    FormPost,
}

/// The mode of a name, and whether the answer is signed.
fn mode(name: &str) -> Option<(Mode, bool)> {
    let (name, is_signed) = match name {
        "jwt" => ("query", true),
        other => other.strip_suffix(".jwt").map_or((other, false), |plain| (plain, true)),
    };
    let mode = match name {
        "query" => Mode::Query,
        "fragment" => Mode::Fragment,
        "form_post" => Mode::FormPost,
        _ => return None,
    };
    Some((mode, is_signed))
}

/// Where and how to answer.
#[derive(Debug)]
pub(super) struct Respond {
    issuer: Issuer,
    client: String,
    redirect_uri: String,
    mode: Mode,
    is_signed: bool,
    state: Option<String>,
}

impl Provider {
    /// Whether a client may ask for an answer in this mode.
    pub(super) fn check_response_mode(&self, params: &Params) -> Result<(), OidcError> {
        let Some(name) = params.get("response_mode") else { return Ok(()) };
        match mode(name) {
            Some((_, false)) => Ok(()),
            Some((_, true)) if self.extensions.has(Extension::Jarm) => Ok(()),
            Some((_, true)) | None => Err(OidcError::invalid_request("unsupported response_mode requested")),
        }
    }

    /// How a request wants its answer.
    pub(super) fn respond(&self, issuer: &Issuer, client: &Client, redirect_uri: String, params: &Params) -> Respond {
        let implicit = params.get("response_type").is_some_and(|kind| kind.contains("token"));
        let usual = if implicit { Mode::Fragment } else { Mode::Query };
        let wanted = params.get("response_mode").and_then(mode);
        let (mode, is_signed) = wanted.filter(|_| self.check_response_mode(params).is_ok()).unwrap_or((usual, false));
        Respond {
            issuer: issuer.clone(),
            client: client.application.id.to_string(),
            redirect_uri,
            mode,
            is_signed,
            state: params.get("state").map(ToOwned::to_owned),
        }
    }
}

impl Respond {
    pub(super) fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// An error, unless it is one of ours, which no client can do anything about.
    pub(super) async fn error(&self, provider: &Provider, error: &OidcError) -> Result<Answer, OidcError> {
        if error.status >= 500 {
            return Err(error.clone());
        }
        let mut fields =
            vec![("error", error.code.as_str().to_owned()), ("error_description", error.description.to_string())];
        fields.extend(error.scope.clone().map(|scope| ("scope", scope)));
        self.send(provider, fields, 400).await
    }

    pub(super) async fn code(&self, provider: &Provider, code: &str) -> Result<Answer, OidcError> {
        self.send(provider, vec![("code", code.to_owned())], 200).await
    }

    async fn send(
        &self,
        provider: &Provider,
        mut fields: Vec<(&'static str, String)>,
        form_status: u16,
    ) -> Result<Answer, OidcError> {
        fields.extend(self.state.clone().map(|state| ("state", state)));
        fields.push(("iss", self.issuer.url()));
        if self.is_signed {
            fields = vec![("response", self.sign(provider, fields).await?)];
        }
        let parsed = Url::parse(&self.redirect_uri);
        let mut location = parsed.map_err(|_| OidcError::redirect_uri("redirect_uri must be an absolute URI"))?;
        match self.mode {
            Mode::Query => drop(location.query_pairs_mut().extend_pairs(&fields)),
            Mode::Fragment => {
                let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
                location.set_fragment(Some(&text));
            }
            Mode::FormPost => {
                let action = self.redirect_uri.clone();
                return Ok(Answer::Form { status: form_status, action, fields, cookies: Vec::new() });
            }
        }
        Ok(Answer::Redirect { location: location.into(), cookies: Vec::new() })
    }

    /// The answer as a token for the client, which says its type so that it is taken for nothing else.
    async fn sign(&self, provider: &Provider, fields: Vec<(&'static str, String)>) -> Result<String, OidcError> {
        let exp = self.issuer.tenant.now().seconds().saturating_add(LIFETIME);
        let mut claims: Map<String, Value> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        claims.insert("aud".to_owned(), self.client.clone().into());
        claims.insert("exp".to_owned(), exp.into());
        provider.sign_claims(&self.issuer, "oauth-authz-resp+jwt", Value::Object(claims)).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, mode};

    #[test]
    fn modes_have_names() {
        assert_eq!(mode("query"), Some((Mode::Query, false)));
        assert_eq!(mode("jwt"), Some((Mode::Query, true)));
        assert_eq!(mode("form_post.jwt"), Some((Mode::FormPost, true)));
        for none in ["", ".jwt", "jwt.jwt", "web_message", "query.jwt.jwt"] {
            assert_eq!(mode(none), None, "{none}");
        }
    }
}
