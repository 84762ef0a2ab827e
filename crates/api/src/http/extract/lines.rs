//! Bodies of many lines, read while they come in: one value of JSON each (NDJSON).

use std::io;

use axum::body::BodyDataStream;
use axum::extract::{FromRequest, Request};
use futures_util::TryStreamExt as _;
use tokio::io::AsyncRead;
use tokio_util::io::StreamReader;

use crate::http::failure::Failure;
use crate::http::openapi::{Operation, Taken};

/// Lines of a body, of any number.
#[derive(Debug)]
pub(crate) struct Lines(BodyDataStream);

impl Lines {
    /// The bytes as they come in.
    pub(crate) fn into_reader(self) -> impl AsyncRead + Send {
        StreamReader::new(self.0.map_err(io::Error::other))
    }
}

impl<S: Send + Sync> FromRequest<S> for Lines {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        Ok(Self(request.into_body().into_data_stream()))
    }
}

impl Taken for Lines {
    fn describe(operation: &mut Operation<'_>) {
        operation.takes_lines();
    }
}
