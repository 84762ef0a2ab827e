//! Request bodies: JSON or a form, read into a shape.

use avouch_shape::Input;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::Value;

use crate::http::failure::{Failure, Part};
use crate::http::openapi::{Operation, Taken};

/// Largest body under `/api`, in bytes.
const LARGEST: usize = 1024 * 1024;

/// A body of shape `T`.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

/// Reads a body of at most `limit` bytes.
pub(crate) async fn bytes(request: Request, limit: usize) -> Result<Bytes, Failure> {
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Failure::TooLarge),
        Err(_) => Err(Failure::Json("The request body ended early.".to_owned())),
    }
}

/// The media type without its parameters, in lower case.
pub(crate) fn media_type(request: &Request) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

impl<T: Input, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let kind = media_type(&request);
        let bytes = bytes(request, LARGEST).await?;
        let value = value(&kind, &bytes)?;
        avouch_shape::read(value).map(Self).map_err(|issues| Failure::Invalid(Part::Body, Some(issues)))
    }
}

/// The body as a value. No body, or one of a type that is not read, is an empty object.
fn value(kind: &str, bytes: &[u8]) -> Result<Value, Failure> {
    let empty = || Value::Object(serde_json::Map::new());
    match kind {
        _ if bytes.is_empty() => Ok(empty()),
        "application/json" | "application/json-patch+json" | "application/vnd.api+json" | "application/csp-report" => {
            let value: Value = serde_json::from_slice(bytes)
                .map_err(|error| Failure::Json(format!("The request body is not valid JSON: {error}.")))?;
            if value.is_object() || value.is_array() {
                return Ok(value);
            }
            Err(Failure::Json("invalid JSON, only supports object and array".to_owned()))
        }
        "application/x-www-form-urlencoded" => Ok(super::query::object(form_urlencoded::parse(bytes).into_owned())),
        "text/plain" => Ok(Value::String(String::from_utf8_lossy(bytes).into_owned())),
        _ => Ok(empty()),
    }
}

impl<T: Input> Taken for Body<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.takes_body::<T>();
    }
}
