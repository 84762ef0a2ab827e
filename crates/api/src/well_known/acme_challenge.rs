//! `/.well-known/acme-challenge/{token}`: what a certificate authority looks for at a domain (RFC 8555 section 8.3).

use avouch_store::certificates::challenges;
use axum::Router;
use axum::extract::{Path, Request, State as AxumState};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{HeaderValue, StatusCode, header};

use crate::http::answer;
use crate::http::app::State;
use crate::http::failure::Failure;
use crate::http::front::Context;

/// Longest token that is looked for.
const LONGEST: usize = 256;

pub(crate) fn router() -> Router<State> {
    Router::new().route("/.well-known/acme-challenge/{token}", get(answer_to))
}

async fn answer_to(
    AxumState(state): AxumState<State>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let host = Context::of(&parts)?.host;
    if token.len() <= LONGEST
        && let Some(found) = challenges::answer(&state.0.store, &host, &token).await?
    {
        let kind = HeaderValue::from_static("application/octet-stream");
        return Ok(([(header::CONTENT_TYPE, kind)], found).into_response());
    }
    // A tenant may prove a domain to an authority of its own.
    Ok(crate::pages::proof(&state, &parts).await.unwrap_or_else(|| answer::text(StatusCode::NOT_FOUND)))
}
