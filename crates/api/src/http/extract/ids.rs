//! Parameters of a path.

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;

use crate::http::failure::{Failure, Part};
use crate::http::openapi::{Operation, Taken};

/// The parameters of a path, decoded, in order.
#[derive(Debug)]
pub(crate) struct Ids<const N: usize>(pub(crate) [String; N]);

impl<const N: usize, S: Send + Sync> FromRequestParts<S> for Ids<N> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let invalid = || Failure::Invalid(Part::Params, None);
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| invalid())?;
        let values: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
        values.try_into().map(Self).map_err(|_| invalid())
    }
}

impl<const N: usize> Taken for Ids<N> {
    fn describe(_: &mut Operation<'_>) {
        // The path itself names its parameters.
    }
}
