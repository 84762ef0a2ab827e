//! Requests to the authority, by the product's own client.

use std::pin::Pin;

use avouch_outbound::{Client, Request as Outgoing};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};

/// Makes requests for the protocol's library.
pub(super) struct Http(pub(super) Client);

fn other(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Other(Box::new(error))
}

impl HttpClient for Http {
    fn request(
        &self,
        request: http::Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let client = self.0.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(|_| Error::Str("the body"))?.to_bytes();
            let mut outgoing =
                Outgoing::new(head.method, head.uri.to_string()).timeout(std::time::Duration::from_secs(30));
            for (name, value) in &head.headers {
                outgoing = outgoing.header(name.as_str(), value.to_str().unwrap_or_default());
            }
            let outgoing = if body.is_empty() { outgoing } else { outgoing.body("application/jose+json", body) };
            let answer = client.send(outgoing).await.map_err(other)?;
            let mut response = http::Response::new(());
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(BytesResponse { parts: response.into_parts().0, body: Box::new(answer.body) })
        })
    }
}
