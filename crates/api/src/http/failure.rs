//! Errors become answers here, and nowhere else.

use avouch_domain::{Error, Problem};
use avouch_oidc::OidcError;
use avouch_oidc::bearer::Refusal;
use avouch_shape::Issues;
use avouch_store as store;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use super::answer;
use super::language::Told;

/// Seconds after which a client may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// The part of a request that a schema refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Query,
    Body,
    Params,
    Files,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Body => "body",
            Self::Params => "params",
            Self::Files => "files",
        }
    }
}

/// Everything that can end a request early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A rule.
    Domain(Error),
    /// The provider, outside its own endpoints.
    Provider(OidcError),
    /// The same, for someone who asked for the plain form of OAuth.
    ProviderPlainly(OidcError),
    /// A schema.
    Invalid(Part, Option<Issues>),
    /// `page` or `page_size`.
    Pagination,
    /// The body is not JSON; the parser's words.
    Json(String),
    /// The body is too large.
    TooLarge,
    /// The tenant has no such route.
    NoRoute,
    /// Nobody said who they are.
    NoAuthorization,
    /// Not a bearer token.
    NotBearer,
    /// The token is not accepted.
    Token(Refusal),
    /// The token says nothing of a subject.
    NoSubject,
    /// The token does not allow this.
    Forbidden,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Domain(Error::Store(error))
    }
}

impl From<OidcError> for Failure {
    fn from(error: OidcError) -> Self {
        Self::Provider(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Domain(error) => domain(&error),
            Self::Provider(error) | Self::Token(Refusal::Failed(error)) => provider(&error),
            Self::ProviderPlainly(error) => crate::oidc::plain_error_body(&error),
            Self::Invalid(part, issues) => invalid(part, issues.as_ref()),
            Self::Pagination => {
                coded(400, "guard.invalid_pagination", "`page` must be 1 or more and `page_size` 1 to 100.")
            }
            Self::Json(message) => answer::json(StatusCode::BAD_REQUEST, &json!({ "message": message })),
            // Compatible servers answer as if there were no such route.
            Self::TooLarge | Self::NoRoute => answer::text(StatusCode::NOT_FOUND),
            Self::NoAuthorization => {
                coded(401, "auth.authorization_header_missing", "Send an access token in the `Authorization` header.")
            }
            Self::NotBearer => problem(&Problem {
                status: 401,
                code: "auth.authorization_token_type_not_supported",
                message: "The `Authorization` header must be `Bearer` and a token.".to_owned(),
                data: Some(json!({ "supportedTypes": ["Bearer"] })),
                details: None,
            }),
            Self::Token(refusal) => problem(&Problem {
                status: 401,
                code: "auth.unauthorized",
                message: "The access token is not accepted here: it is malformed, expired, or for another API."
                    .to_owned(),
                data: refusal.data(),
                details: None,
            }),
            Self::NoSubject => coded(401, "auth.jwt_sub_missing", "The access token has no `sub`."),
            Self::Forbidden => coded(403, "auth.forbidden", "The access token's scope must contain `all`."),
        }
    }
}

fn coded(status: u16, code: &'static str, message: &str) -> Response {
    problem(&Problem { status, code, message: message.to_owned(), data: None, details: None })
}

fn problem(problem: &Problem) -> Response {
    let mut body = Map::new();
    body.insert("code".to_owned(), problem.code.into());
    if let Some(data) = &problem.data {
        body.insert("data".to_owned(), data.clone());
    }
    if let Some(details) = &problem.details {
        body.insert("details".to_owned(), details.as_str().into());
    }
    body.insert("message".to_owned(), problem.message.as_str().into());
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = Value::Object(body);
    let mut response = answer::json(status, &body);
    if let Value::Object(body) = body {
        response.extensions_mut().insert(Told { code: problem.code, body });
    }
    response
}

fn invalid(part: Part, issues: Option<&Issues>) -> Response {
    let mut body = Map::new();
    body.insert("code".to_owned(), "guard.invalid_input".into());
    let mut message = format!("The request {} is invalid.", part.name());
    if let Some(issues) = issues {
        body.insert("data".to_owned(), issues.data());
        body.insert("details".to_owned(), issues.details().into());
        message = format!("The request {} is invalid; `details` says where.", part.name());
    }
    body.insert("message".to_owned(), message.into());
    answer::json(StatusCode::BAD_REQUEST, &Value::Object(body))
}

fn domain(error: &Error) -> Response {
    if let Some(found) = error.problem() {
        if found.status >= 500 && found.status != 501 {
            tracing::error!(%error, "a rule failed");
        }
        return problem(&found);
    }
    if let Error::Store(store::Error::Busy(_) | store::Error::Unavailable(_)) = error {
        tracing::warn!(%error, "the database cannot be used now");
        unavailable()
    } else {
        tracing::error!(%error, "the request failed");
        internal()
    }
}

fn provider(error: &OidcError) -> Response {
    if error.status < 500 {
        return crate::oidc::error_body(error);
    }
    if error.status == 503 {
        tracing::warn!(%error, "the provider cannot be used now");
        return unavailable();
    }
    tracing::error!(%error, "the provider failed");
    internal()
}

/// The fixed answer to what is nobody's fault but ours.
pub(crate) fn internal() -> Response {
    answer::json(StatusCode::INTERNAL_SERVER_ERROR, &json!({ "message": "Internal server error." }))
}

/// The fixed answer while something that is needed is away.
pub(crate) fn unavailable() -> Response {
    let body = json!({ "message": "The server cannot do this now. Try again in a moment." });
    let mut response = answer::json(StatusCode::SERVICE_UNAVAILABLE, &body);
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    response
}
