//! The `Last-Event-ID` header: the newest server-sent event that a client has, when it comes back.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::http::openapi::{Operation, Taken};

/// The identifier, if there is one.
#[derive(Debug)]
pub(crate) struct LastEventId(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for LastEventId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let id = parts.headers.get("last-event-id").and_then(|id| id.to_str().ok());
        Ok(Self(id.map(ToOwned::to_owned)))
    }
}

impl Taken for LastEventId {
    fn describe(_: &mut Operation<'_>) {}
}
