//! Requests over TLS, a connection each.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::Answer;

/// Believes certificates of one authority, in DER form.
pub(crate) fn trusting(authority: &[u8]) -> ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from(authority.to_vec())).expect("an authority's certificate");
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// Makes a request; nothing if no answer comes, or the certificate is not to be believed.
pub(crate) async fn send(tls: &Arc<ClientConfig>, base: &str, mut request: Request<Full<Bytes>>) -> Option<Answer> {
    let server: Uri = base.parse().expect("an address");
    let authority = server.authority().expect("a host and a port");
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or(authority.as_str());
    let name = named.split(':').next().unwrap_or_default().to_owned();
    let host = header::HeaderValue::from_str(named).expect("a host");
    request.headers_mut().insert(header::HOST, host);
    let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
    *request.uri_mut() = path.parse().expect("a path");
    let stream = TcpStream::connect(authority.as_str()).await.ok()?;
    let name = ServerName::try_from(name).expect("a host name");
    let stream = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    let connection = tokio::spawn(connection);
    let (parts, body) = sender.send_request(request).await.ok()?.into_parts();
    let body = body.collect().await.ok()?.to_bytes();
    drop(sender);
    connection.abort();
    Some(Answer { status: parts.status, headers: parts.headers, body })
}
