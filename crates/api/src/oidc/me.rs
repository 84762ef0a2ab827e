//! `/oidc/me`: the userinfo endpoint (OpenID Connect Core 1.0 section 5.3).

use axum::extract::{Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use avouch_oidc::{Extension, OidcError, PresentedToken, Proof};

use super::{asked, cors, error, form};
use crate::http::answer;
use crate::http::app::State;
use crate::http::front::Context;

pub(super) async fn any(AxumState(state): AxumState<State>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let context = match Context::of(&parts) {
        Ok(context) => context,
        Err(failure) => return failure.into_response(),
    };
    let (headers, method) = (parts.headers.clone(), parts.method.clone());
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let in_query = form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "access_token");
    let posted = if parts.method == Method::POST {
        match form::params(Request::from_parts(parts, body)).await {
            Ok(params) => params.get("access_token").map(ToOwned::to_owned),
            Err(failure) => return failure.into_response(),
        }
    } else {
        None
    };
    let dpop_is_on = state.0.provider.extensions().has(Extension::Dpop);
    let outcome = match token(&headers, posted, in_query, dpop_is_on) {
        Ok((token, is_bound)) => {
            let header = is_bound.then(|| asked::dpop(&headers).unwrap_or_default());
            let presented = PresentedToken {
                token: &token,
                proof: header.as_deref().map(|header| Proof { header, method: method.as_str(), path: "/me" }),
                certificate: asked::certificate(&headers, &state.0.provider),
                origin: headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or("null")),
            };
            state.0.provider.userinfo(&context.issuer, presented).await
        }
        Err(failure) => Err(failure),
    };
    let (mut response, is_readable) = match outcome {
        Ok(claims) => (answer::json(StatusCode::OK, &claims), true),
        Err(failure) => {
            let mut response = error::answer(&failure, &query);
            error::bearer_challenge(&mut response, &failure, &context.issuer.url());
            (response, !failure.origin_refused)
        }
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_readable {
        cors::allow(&headers, &mut response);
    }
    response
}

/// The token, from exactly one place (RFC 6750 section 2), and whether it is presented as one that is bound to a key.
fn token(
    headers: &HeaderMap,
    posted: Option<String>,
    in_query: bool,
    dpop_is_on: bool,
) -> Result<(String, bool), OidcError> {
    if in_query {
        return Err(OidcError::bad_bearer("access tokens must not be provided via query parameter"));
    }
    let header = headers.get(header::AUTHORIZATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let bearer = match &header {
        None => None,
        Some(value) => match value.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
                Some((token.trim().to_owned(), false))
            }
            Some((scheme, token)) if dpop_is_on && scheme.eq_ignore_ascii_case("dpop") && !token.trim().is_empty() => {
                Some((token.trim().to_owned(), true))
            }
            _ => return Err(OidcError::bad_bearer("invalid authorization header value format")),
        },
    };
    match (bearer, posted) {
        (Some(_), Some(_)) => Err(OidcError::bad_bearer("access token must only be provided using one mechanism")),
        (Some(presented), None) => Ok(presented),
        (None, Some(token)) => Ok((token, false)),
        (None, None) => Err(OidcError::bad_bearer("no access token provided")),
    }
}
