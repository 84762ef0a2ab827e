//! Answers.

use std::borrow::Cow;
use std::pin::Pin;

use avouch_shape::Describe;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use super::failure;
use super::openapi::{Answer, Operation};

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// The bytes of a JSON answer, for its entity tag.
#[derive(Clone, Debug)]
pub(crate) struct Tagged(pub(crate) Bytes);

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
    response.extensions_mut().insert(Tagged(bytes));
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
