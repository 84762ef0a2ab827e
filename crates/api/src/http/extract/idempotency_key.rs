//! The `Idempotency-Key` header: what a client calls a request that it may have to make twice.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, HeaderName};

use crate::http::openapi::{Operation, Taken};

pub(crate) const NAME: HeaderName = HeaderName::from_static("idempotency-key");

/// Longest key, in bytes.
const LONGEST: usize = 256;

/// The key, if there is one.
#[derive(Debug)]
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

/// The key of a request's headers. Quotes around it, as of a structured field's string (RFC 8941), belong to it.
pub(crate) fn of(headers: &HeaderMap) -> Option<String> {
    let key = headers.get(NAME)?.to_str().ok()?.trim();
    (!key.is_empty() && key.len() <= LONGEST).then(|| key.to_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(of(&parts.headers)))
    }
}

impl Taken for IdempotencyKey {
    fn describe(_: &mut Operation<'_>) {}
}
