//! Writes that are safe to send twice (`Idempotency-Key`) and that change only what the client has seen (`If-Match`, RFC
//! 9110 section 13.1.1), over the Management API.

use avouch_crypto::sha256;
use avouch_domain::Error;
use avouch_domain::kept_answers::{self, Answer, Claim};
use avouch_store::Tenant;
use axum::body::Body;
use axum::extract::FromRequestParts as _;
use axum::response::{IntoResponse as _, Response};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Limited};

use super::answer::Tagged;
use super::app::App;
use super::extract::{Management, idempotency_key};
use super::failure::Failure;
use super::front::dispatch;

/// Largest body of a request with a key, in bytes; larger ones are served as if they had none.
const LARGEST: usize = 1024 * 1024;

/// Reads its key by itself: its answer is as long as its body.
pub(super) const IMPORT: &str = "/api/users/import";

/// Tells that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Serves a request, with what its headers ask for beside it.
pub(super) async fn serve(app: &App, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    let key = match parts.method {
        Method::POST if parts.uri.path() != IMPORT => idempotency_key::of(&parts.headers),
        _ => None,
    };
    let writes = matches!(parts.method, Method::PATCH | Method::PUT | Method::DELETE);
    let expected = parts.headers.get(header::IF_MATCH).filter(|_| writes).cloned();
    if !parts.uri.path().starts_with("/api/") || (key.is_none() && expected.is_none()) {
        return dispatch(app, Request::from_parts(parts, body)).await;
    }
    let Ok(Management { tenant, caller, .. }) = Management::from_request_parts(&mut parts, &app.state).await else {
        // Whoever may not do this learns it from the operation itself.
        return dispatch(app, Request::from_parts(parts, body)).await;
    };
    let answered = match (key, expected) {
        (Some(key), _) => once(app, &tenant, &[&caller, &key], parts, body).await,
        (None, Some(expected)) => unchanged(app, &tenant, &expected, parts, body).await,
        (None, None) => Ok(dispatch(app, Request::from_parts(parts, body)).await),
    };
    answered.unwrap_or_else(|error| Failure::Domain(error).into_response())
}

fn digest(words: &[&[u8]]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(sha256(&words.join(&0)))
}

/// Serves a request once for each key of a caller; every other time it gets the first answer.
async fn once(app: &App, tenant: &Tenant, name: &[&str], parts: Parts, body: Body) -> Result<Response, Error> {
    let sent = match Limited::new(body, LARGEST).collect().await {
        Ok(sent) => sent.to_bytes(),
        Err(_) => return Ok(Failure::TooLarge.into_response()),
    };
    let kind = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let request = digest(&[parts.uri.to_string().as_bytes(), kind, &sent]);
    let name = name.join("\0");
    let id = digest(&[parts.uri.path().as_bytes(), name.as_bytes()]);
    if let Claim::Answered(answer) = kept_answers::claim(tenant, &id, &request).await? {
        return Ok(replayed(answer));
    }
    let response = dispatch(app, Request::from_parts(parts, Body::from(sent))).await;
    let status = response.status();
    let (head, body) = response.into_parts();
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    match std::str::from_utf8(&bytes) {
        // What may be otherwise the next time is not kept.
        Ok(text) if !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS => {
            let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            let content_type = kind.map(ToOwned::to_owned);
            let answer = Answer { status: status.as_u16(), content_type, body: text.to_owned() };
            kept_answers::keep(tenant, &id, &answer).await?;
        }
        _ => kept_answers::release(tenant, &id).await?,
    }
    Ok(Response::from_parts(head, Body::from(bytes)))
}

fn replayed(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    if let Some(kind) = answer.content_type.and_then(|kind| HeaderValue::from_str(&kind).ok()) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// Serves a change if what it changes is as the client knows it. Changes that ask for this wait for each other.
async fn unchanged(
    app: &App,
    tenant: &Tenant,
    expected: &HeaderValue,
    parts: Parts,
    body: Body,
) -> Result<Response, Error> {
    let id = digest(&[b"if-match", parts.uri.path().as_bytes()]);
    kept_answers::alone(tenant, &id).await?;
    let response = match current(app, &parts).await {
        // What cannot be read cannot be changed either: the operation says why.
        Current::Missing => dispatch(app, Request::from_parts(parts, body)).await,
        Current::Tagged(tag) if is_among(expected, &tag) => dispatch(app, Request::from_parts(parts, body)).await,
        Current::Tagged(_) | Current::Untagged => Failure::Domain(Error::PreconditionFailed).into_response(),
    };
    kept_answers::release(tenant, &id).await?;
    Ok(response)
}

/// What is there before a change.
enum Current {
    Tagged(String),
    Untagged,
    Missing,
}

async fn current(app: &App, parts: &Parts) -> Current {
    let mut read = parts.clone();
    read.method = Method::GET;
    if let Ok(uri) = parts.uri.path().parse() {
        read.uri = uri;
    }
    for name in [header::IF_MATCH, header::CONTENT_TYPE, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        read.headers.remove(name);
    }
    let response = dispatch(app, Request::from_parts(read, Body::empty())).await;
    match (response.status(), response.extensions().get::<Tagged>()) {
        (StatusCode::OK, Some(tagged)) => Current::Tagged(tagged.tag()),
        (StatusCode::OK | StatusCode::METHOD_NOT_ALLOWED, _) => Current::Untagged,
        _ => Current::Missing,
    }
}

/// Whether a tag is one of those of a header, or the header takes any.
pub(super) fn is_among(header: &HeaderValue, tag: &str) -> bool {
    let listed = header.to_str().unwrap_or_default();
    // Proxies that compress make tags weak; ours are of the plain bytes.
    listed.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == "*" || one == tag)
}
