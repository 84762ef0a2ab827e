//! What an e-mail connector delivers to: it takes each message after 30 to 40 ms, as a provider nearby would.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;

use crate::Failure;
use crate::api::Api;

/// Starts it, and makes it the tenant's way to send e-mail.
pub(crate) async fn connect(api: &Api) -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let endpoint = format!("http://127.0.0.1:{}/", listener.local_addr()?.port());
    tokio::spawn(receive(listener));
    let body = json!({ "connectorId": "http-email", "config": { "endpoint": endpoint } });
    let (status, told) = api.send(api.request(Method::POST, "/api/connectors", body.to_string().into())?).await?;
    if status.is_success() { Ok(()) } else { Err(format!("no e-mail connector: {status} {told}").into()) }
}

async fn receive(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        drop(stream.set_nodelay(true));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(take)));
    }
}

async fn take(request: Request<Incoming>) -> Result<Response<Empty<Bytes>>, Infallible> {
    drop(request.into_body().collect().await);
    let [chance] = avouch_crypto::random_bytes::<1>();
    tokio::time::sleep(Duration::from_millis(30) + Duration::from_micros(u64::from(chance) * 40)).await;
    Ok(Response::new(Empty::new()))
}
