//! Answers.

use std::borrow::Cow;
use std::pin::Pin;

use avouch_crypto::etag;
use avouch_shape::Describe;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use super::failure;
use super::openapi::{Answer, Operation};

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");
const LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// What the entity tag of an answer is made of.
#[derive(Clone, Debug)]
pub(crate) enum Tagged {
    /// The bytes of a JSON answer.
    Bytes(Bytes),
    /// The tag, where it was made before.
    Known(HeaderValue),
}

impl Tagged {
    /// The tag.
    pub(crate) fn tag(&self) -> String {
        match self {
            Self::Bytes(bytes) => etag(bytes),
            Self::Known(tag) => tag.to_str().unwrap_or_default().to_owned(),
        }
    }
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => json_bytes(status, bytes.into()),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            failure::internal()
        }
    }
}

/// A JSON answer that is written already.
pub(crate) fn json_bytes(status: StatusCode, bytes: Bytes) -> Response {
    let mut response = Response::new(Body::from(bytes.clone()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response.extensions_mut().insert(Tagged::Bytes(bytes));
    response
}

/// An answer whose body is its own status, as in `Not Found`.
pub(crate) fn text(status: StatusCode) -> Response {
    let mut response = Response::new(Body::from(status.canonical_reason().unwrap_or_default()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, TEXT);
    response
}

/// 200 with a body.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }
}

impl<T: Serialize + Describe> Answer for Json<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<T>(200);
    }
}

/// An answer that takes a cookie away.
#[derive(Debug)]
pub(crate) struct Forgetting<A> {
    pub(crate) cookie: Option<Cow<'static, str>>,
    pub(crate) answer: A,
}

impl<A: IntoResponse> IntoResponse for Forgetting<A> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        // What only comes over HTTPS is only taken away over it.
        let secure = |name: &str| if name.starts_with("__Host-") { "; secure; httponly" } else { "" };
        let cookie = self.cookie.map(|name| format!("{name}=; path=/; max-age=0; samesite=lax{}", secure(&name)));
        if let Some(value) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }
}

impl<A: Answer> Answer for Forgetting<A> {
    fn describe(operation: &mut Operation<'_>) {
        A::describe(operation);
    }
}

/// 201 with a body.
#[derive(Debug)]
pub(crate) struct Created<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        json(StatusCode::CREATED, &self.0)
    }
}

impl<T: Serialize + Describe> Answer for Created<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<T>(201);
    }
}

/// 202 with a body: it is kept, and done later.
#[derive(Debug)]
pub(crate) struct Accepted<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Accepted<T> {
    fn into_response(self) -> Response {
        json(StatusCode::ACCEPTED, &self.0)
    }
}

impl<T: Serialize + Describe> Answer for Accepted<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<T>(202);
    }
}

/// 201 with a body for something new, 200 for a change.
#[derive(Debug)]
pub(crate) struct CreatedOr<T> {
    pub(crate) is_new: bool,
    pub(crate) body: T,
}

impl<T: Serialize> IntoResponse for CreatedOr<T> {
    fn into_response(self) -> Response {
        json(if self.is_new { StatusCode::CREATED } else { StatusCode::OK }, &self.body)
    }
}

impl<T: Serialize + Describe> Answer for CreatedOr<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<T>(200);
        operation.answers_json::<T>(201);
    }
}

/// 201 without anything to show.
#[derive(Debug)]
pub(crate) struct CreatedText;

impl IntoResponse for CreatedText {
    fn into_response(self) -> Response {
        text(StatusCode::CREATED)
    }
}

impl Answer for CreatedText {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_text(201);
    }
}

/// 200 without anything to show.
#[derive(Debug)]
pub(crate) struct OkText;

impl IntoResponse for OkText {
    fn into_response(self) -> Response {
        text(StatusCode::OK)
    }
}

impl Answer for OkText {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_text(200);
    }
}

/// 204.
#[derive(Debug)]
pub(crate) struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl Answer for NoContent {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_nothing(204);
    }
}

/// A server-sent event.
#[derive(Debug)]
pub(crate) struct Event<T> {
    /// What a client that was cut off names when it comes back.
    pub(crate) id: String,
    /// What happened.
    pub(crate) data: T,
}

/// Events that come together, or why no more come.
type Part<T> = Result<Vec<Event<T>>, axum::BoxError>;

/// 200 with server-sent events, in parts; a part without events is a sign of life.
pub(crate) struct Events<T> {
    parts: Pin<Box<dyn Stream<Item = Part<T>> + Send>>,
}

impl<T> std::fmt::Debug for Events<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Events")
    }
}

impl<T> Events<T> {
    /// The events of a stream.
    pub(crate) fn new(parts: impl Stream<Item = Part<T>> + Send + 'static) -> Self {
        Self { parts: Box::pin(parts) }
    }
}

impl<T: Serialize + 'static> IntoResponse for Events<T> {
    fn into_response(self) -> Response {
        let chunks = self.parts.map(|events| {
            let mut bytes = Vec::new();
            let events = events?;
            if events.is_empty() {
                bytes.extend_from_slice(b":\n\n");
            }
            for event in events {
                bytes.extend_from_slice(format!("id: {}\ndata: ", event.id).as_bytes());
                serde_json::to_writer(&mut bytes, &event.data)?;
                bytes.extend_from_slice(b"\n\n");
            }
            Ok::<_, axum::BoxError>(Bytes::from(bytes))
        });
        let mut response = Response::new(Body::from_stream(chunks));
        response.headers_mut().insert(header::CONTENT_TYPE, EVENTS);
        // Proxies that gather answers would hold back what is news.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }
}

impl<T: Describe> Answer for Events<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_events::<T>(200);
    }
}

/// 200 with a value of JSON a line, written as they become known.
pub(crate) struct Lines<T> {
    lines: Pin<Box<dyn Stream<Item = Result<T, axum::BoxError>> + Send>>,
}

impl<T> std::fmt::Debug for Lines<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Lines")
    }
}

impl<T> Lines<T> {
    /// The values of a stream.
    pub(crate) fn new(lines: impl Stream<Item = Result<T, axum::BoxError>> + Send + 'static) -> Self {
        Self { lines: Box::pin(lines) }
    }
}

impl<T: Serialize + 'static> IntoResponse for Lines<T> {
    fn into_response(self) -> Response {
        // Several lines to a write: `ready_chunks` waits for none.
        let chunks = self.lines.ready_chunks(64).map(|lines| {
            let mut bytes = Vec::new();
            for line in lines {
                serde_json::to_writer(&mut bytes, &line?)?;
                bytes.push(b'\n');
            }
            Ok::<_, axum::BoxError>(Bytes::from(bytes))
        });
        let mut response = Response::new(Body::from_stream(chunks));
        response.headers_mut().insert(header::CONTENT_TYPE, LINES);
        response
    }
}

impl<T: Describe> Answer for Lines<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_lines::<T>(200);
    }
}
