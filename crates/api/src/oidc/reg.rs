//! `/oidc/reg`: clients that register themselves (RFC 7591, RFC 7592), where that is on.

use avouch_oidc::{OidcError, Registrar};
use axum::extract::{Path, Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use serde_json::{Map, Value};

use super::{error, unknown};
use crate::http::answer;
use crate::http::app::State;
use crate::http::extract::body;
use crate::http::front::Context;

/// Largest description of a client, in bytes.
const LARGEST: usize = 64 * 1024;

pub(super) async fn post(AxumState(state): AxumState<State>, request: Request) -> Response {
    serve(&state, None, request).await
}

/// What a client is, and what becomes of it.
pub(super) async fn manage(AxumState(state): AxumState<State>, Path(id): Path<String>, request: Request) -> Response {
    serve(&state, Some(&id), request).await
}

async fn serve(state: &State, id: Option<&str>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let context = match Context::of(&parts) {
        Ok(context) => context,
        Err(failure) => return failure.into_response(),
    };
    let provider = &state.0.provider;
    if !provider.registers(&context.issuer.tenant) {
        return unknown(parts.method, parts.uri).await;
    }
    let (method, headers, uri): (Method, HeaderMap, Uri) =
        (parts.method.clone(), parts.headers.clone(), parts.uri.clone());
    let body = match described(Request::from_parts(parts, body)).await {
        Ok(body) => body,
        Err(response) => return response,
    };
    let by = Registrar { issuer: &context.issuer, token: bearer(&headers) };
    let outcome = match (id, method) {
        (None, _) => provider.register(&by, &body).await.map(|told| answer::json(StatusCode::CREATED, &told)),
        (Some(id), Method::GET) => provider.registered(&by, id).await.map(|told| answer::json(StatusCode::OK, &told)),
        (Some(id), Method::PUT) => {
            provider.reregister(&by, id, &body).await.map(|told| answer::json(StatusCode::OK, &told))
        }
        (Some(id), _) => provider.unregister(&by, id).await.map(|()| StatusCode::NO_CONTENT.into_response()),
    };
    let mut response = outcome.unwrap_or_else(|failure| refused(&failure, &uri, &context.issuer.url()));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refused(failure: &OidcError, uri: &Uri, issuer: &str) -> Response {
    let mut response = error::answer(failure, uri.query().unwrap_or_default());
    if failure.is_about_the_token() {
        error::bearer_challenge(&mut response, failure, issuer);
    }
    response
}

/// The description of a client; what is not JSON describes nothing.
async fn described(request: Request) -> Result<Map<String, Value>, Response> {
    let bytes = body::bytes(request, LARGEST).await.map_err(IntoResponse::into_response)?;
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    Some(token.trim()).filter(|token| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
}
