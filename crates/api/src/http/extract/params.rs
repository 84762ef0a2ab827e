//! Parameters of a path, read into a shape.

use avouch_shape::{Input, JsonObject};
use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;

use crate::http::failure::{Failure, Part};
use crate::http::openapi::{Operation, Taken};

/// The parameters of a path, of shape `T`.
#[derive(Debug)]
pub(crate) struct Params<T>(pub(crate) T);

impl<T: Input, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| Failure::Invalid(Part::Params, None))?;
        let members: JsonObject = params.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let read = avouch_shape::read(members.into());
        read.map(Self).map_err(|issues| Failure::Invalid(Part::Params, Some(issues)))
    }
}

impl<T> Taken for Params<T> {
    fn describe(_: &mut Operation<'_>) {
        // The path itself names its parameters.
    }
}
