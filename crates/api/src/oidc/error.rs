//! Errors of the provider as answers.

use avouch_oidc::{Code, OidcError};
use axum::response::Response;
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::{Map, Value};

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

/// Where an error comes from, for a browser that asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    /// The `state` of the request.
    pub(super) state: Option<&'a str>,
    /// Whose error it is (RFC 9207).
    pub(super) issuer: &'a str,
}

/// The answer to a browser.
pub(super) fn answer_of_issuer(error: &OidcError, query: &str, origin: Origin<'_>) -> Response {
    match error.code {
        Code::TemporarilyUnavailable | Code::ServerError => answer(error, query),
        _ => {
            tracing::debug!(%error, "refused");
            body(error, query, Some(origin))
        }
    }
}

/// 404 in the provider's form.
pub(super) fn unrecognized(method: &Method, path: &str, query: &str) -> Response {
    let path = path.strip_prefix("/oidc").unwrap_or(path);
    let path: String = path.chars().take(200).collect();
    let description = format!("unrecognized route or not allowed method ({method} on {path})");
    written(404, "invalid_request", &description, query, Map::new())
}

/// The answer outside of the provider's endpoints, in its words.
pub(crate) fn body_of(error: &OidcError) -> Response {
    body(error, "", None)
}

fn body(error: &OidcError, query: &str, origin: Option<Origin<'_>>) -> Response {
    let further = [
        ("scope", error.scope.as_deref()),
        ("state", origin.and_then(|origin| origin.state)),
        ("iss", origin.map(|origin| origin.issuer)),
    ];
    let told = further.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))));
    written(error.status, error.code.as_str(), &error.description, query, told.collect())
}

fn written(status: u16, error: &str, description: &str, query: &str, further: Map<String, Value>) -> Response {
    let mut members = Map::new();
    let plain = form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "parse_error" && value == "false");
    if !plain {
        let code = if error == "session_not_found" { "session.not_found".to_owned() } else { format!("oidc.{error}") };
        members.insert("code".to_owned(), code.into());
        members.insert("message".to_owned(), message(error, description).into());
    }
    let error = if error == "session_not_found" { "invalid_request" } else { error };
    if error == "invalid_grant" {
        members.insert("error_uri".to_owned(), "https://openid.sh/debug/invalid_grant".into());
    }
    members.insert("error".to_owned(), error.into());
    members.insert("error_description".to_owned(), description.into());
    members.extend(further);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = answer::json(status, &Value::Object(members));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn message(error: &str, description: &str) -> String {
    match error {
        "invalid_request" => format!("The request to the provider is invalid: {description}."),
        "invalid_target" => format!("The resource indicator is invalid: {description}."),
        "access_denied" => format!("Access is denied: {description}."),
        _ => format!("The provider refused the request: {description}."),
    }
}

/// Adds what a client that presents an access token expects (RFC 6750 section 3).
pub(super) fn bearer_challenge(response: &mut Response, error: &OidcError, issuer: &str) {
    let value = match error.code {
        Code::InvalidDpopProof | Code::UseDpopNonce => {
            format!("DPoP error=\"{}\", error_description=\"{}\"", error.code.as_str(), error.description)
        }
        Code::InvalidToken | Code::InsufficientScope => format!(
            "Bearer realm=\"{issuer}\", error=\"{}\", error_description=\"{}\"",
            error.code.as_str(),
            error.description
        ),
        _ => format!("Bearer realm=\"{issuer}\""),
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
