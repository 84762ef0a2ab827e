//! Errors of the provider as answers.

use avouch_oidc::{Code, OidcError};
use axum::response::Response;
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::{Map, Value, json};

use crate::http::{answer, failure};

/// The answer to an error; `query` may ask for the plain form of OAuth.
pub(super) fn answer(error: &OidcError, query: &str) -> Response {
    match error.code {
        Code::TemporarilyUnavailable => {
            tracing::warn!(%error, "the provider cannot be used now");
            return failure::unavailable();
        }
        Code::ServerError => tracing::error!(%error, "the provider failed"),
        _ => tracing::debug!(%error, "refused"),
    }
    let mut response = body(error, query, None);
    if let Some(nonce) = error.dpop_nonce.as_deref().and_then(|nonce| HeaderValue::from_str(nonce).ok()) {
        response.headers_mut().insert("dpop-nonce", nonce);
    }
    response
}

/// Whose error it is, and the state of the request that it answers (RFC 9207).
pub(super) struct Answered<'a> {
    pub(super) state: Option<&'a str>,
    pub(super) issuer: &'a str,
}

/// The answer to an authorization request that cannot be told to the client.
pub(super) fn answer_of_auth(error: &OidcError, query: &str, to: &Answered<'_>) -> Response {
    match error.code {
        Code::TemporarilyUnavailable | Code::ServerError => answer(error, query),
        _ => {
            tracing::debug!(%error, "refused");
            body(error, query, Some(to))
        }
    }
}

/// What a page says of it. Of an address that someone else may have made up, no words of theirs are among ours.
pub(super) fn for_people(error: &OidcError) -> Value {
    let description = if error.code == Code::InvalidClient { "no such client" } else { error.description.as_ref() };
    json!({ "code": code(error), "description": description })
}

/// 404 in the provider's form.
pub(super) fn unrecognized(method: &Method, path: &str, query: &str) -> Response {
    let path = path.strip_prefix("/oidc").unwrap_or(path);
    let path: String = path.chars().take(200).collect();
    let error = OidcError::unrecognized(method.as_str(), &path);
    body(&error, query, None)
}

/// The answer outside of the provider's endpoints, in its words.
pub(crate) fn body_of(error: &OidcError) -> Response {
    body(error, "", None)
}

/// The same in the plain form of OAuth.
pub(crate) fn plain_body_of(error: &OidcError) -> Response {
    body(error, PLAINLY, None)
}

/// What a query says that asks for the plain form of OAuth.
const PLAINLY: &str = "parse_error=false";

/// Whether a query asks for the plain form of OAuth.
pub(crate) fn is_plain(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "parse_error" && value == "false")
}

fn body(error: &OidcError, query: &str, answered: Option<&Answered<'_>>) -> Response {
    let mut members = Map::new();
    let mut put = |name: &str, value: &str| members.insert(name.to_owned(), value.into());
    let is_over = error.code == Code::SessionNotFound;
    if !is_plain(query) {
        put("code", &if is_over { code(error).to_owned() } else { format!("oidc.{}", code(error)) });
        put("message", &message(error));
        if error.code == Code::InvalidGrant {
            put("error_uri", "https://openid.sh/debug/invalid_grant");
        }
    }
    put("error", if is_over { Code::InvalidRequest.as_str() } else { error.code.as_str() });
    put("error_description", &error.description);
    if let Some(scope) = &error.scope {
        put("scope", scope);
    }
    if let Some(Answered { state, issuer }) = answered {
        if let Some(state) = state {
            put("state", state);
        }
        put("iss", issuer);
    }
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = answer::json(status, &Value::Object(members));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The code as the API's errors have it.
fn code(error: &OidcError) -> &'static str {
    if error.code == Code::SessionNotFound { "session.not_found" } else { error.code.as_str() }
}

fn message(error: &OidcError) -> String {
    let description = &error.description;
    match error.code {
        Code::InvalidRequest => format!("The request to the provider is invalid: {description}."),
        Code::InvalidTarget => format!("The resource indicator is invalid: {description}."),
        Code::AccessDenied => format!("Access is denied: {description}."),
        _ => format!("The provider refused the request: {description}."),
    }
}

/// Adds what a client that presents an access token expects (RFC 6750 section 3).
pub(super) fn bearer_challenge(response: &mut Response, error: &OidcError, issuer: &str) {
    let value = match error.code {
        Code::InvalidDpopProof | Code::UseDpopNonce => {
            format!("DPoP error=\"{}\", error_description=\"{}\"", error.code.as_str(), error.description)
        }
        // Who brought nothing is told only what to bring.
        _ if error.is_without_token() => format!("Bearer realm=\"{issuer}\""),
        _ => {
            let scope = error.scope.as_ref().map(|scope| format!(", scope=\"{scope}\"")).unwrap_or_default();
            let code = error.code.as_str();
            format!("Bearer realm=\"{issuer}\", error=\"{code}\", error_description=\"{}\"{scope}", error.description)
        }
    };
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
}

/// Adds what a client that sent an `Authorization` header expects (RFC 6749 section 5.2).
pub(super) fn challenge(response: &mut Response, error: &OidcError, issuer: &str) {
    let value = format!(
        "Basic realm=\"{issuer}\", error=\"{}\", error_description=\"{}\"",
        error.code.as_str(),
        error.description
    );
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
}
