//! Traces to an OpenTelemetry collector.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Handle;

use crate::Failure;

/// How long the collector may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Largest answer of the collector that is read.
const LARGEST: usize = 64 * 1024;

/// Sends from the exporter's own thread through the server's runtime.
#[derive(Debug)]
struct Sender {
    client: Client<HttpConnector, Full<Bytes>>,
    runtime: Handle,
}

impl HttpClient for Sender {
    fn send_bytes<'a, 'b>(
        &'a self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        let client = self.client.clone();
        let sent = self.runtime.spawn(async move {
            let response = tokio::time::timeout(PATIENCE, client.request(request.map(Full::new))).await??;
            let (parts, body) = response.into_parts();
            let bytes = Limited::new(body, LARGEST).collect().await?.to_bytes();
            Ok::<_, HttpError>(Response::from_parts(parts, bytes))
        });
        Box::pin(async move { sent.await? })
    }
}

/// A provider that sends spans in batches.
pub(super) fn provider(endpoint: &str) -> Result<SdkTracerProvider, Failure> {
    let sender = Sender { client: Client::builder(TokioExecutor::new()).build_http(), runtime: Handle::current() };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(sender)
        .with_endpoint(format!("{endpoint}/v1/traces"))
        .with_timeout(PATIENCE)
        .build()
        .map_err(|error| Failure::config(format!("OTEL_EXPORTER_OTLP_ENDPOINT: {error}.")))?;
    let resource = Resource::builder().with_service_name("avouch").build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}
