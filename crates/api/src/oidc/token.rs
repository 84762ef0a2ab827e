//! `/oidc/token`: the token endpoint.

use avouch_oidc::Code;
use avouch_oidc::token::{Caller, Request as TokenRequest};
use axum::extract::{Request, State as AxumState};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::{cors, error, form};
use crate::http::answer;
use crate::http::app::State;
use crate::http::front::Context;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

pub(super) async fn post(AxumState(state): AxumState<State>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let context = match Context::of(&parts) {
        Ok(context) => context,
        Err(failure) => return failure.into_response(),
    };
    let headers = parts.headers.clone();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let params = match form::params(Request::from_parts(parts, body)).await {
        Ok(params) => params,
        Err(failure) => return failure.into_response(),
    };
    let text =
        |name| headers.get(name).map(|value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let authorization = text(header::AUTHORIZATION);
    let origin = text(header::ORIGIN);
    let caller = Caller { ip: Some(context.ip.to_string()), user_agent: text(header::USER_AGENT) };
    let asked = TokenRequest {
        issuer: &context.issuer,
        authorization: authorization.as_deref(),
        origin: origin.as_deref(),
        params: &params,
        caller: &caller,
    };
    let (mut response, readable) = match state.0.provider.token(&asked).await {
        Ok(token) => (answer::json(StatusCode::OK, &token), true),
        Err(failure) => {
            let mut response = error::answer(&failure, &query);
            if failure.code == Code::InvalidClient && failure.status == 401 && authorization.is_some() {
                error::challenge(&mut response, &failure, &context.issuer.url());
            }
            (response, !failure.origin_refused)
        }
    };
    response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
    if readable {
        cors::allow(&headers, &mut response);
    }
    response
}
