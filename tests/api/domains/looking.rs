//! How an authority makes sure of a host: by a file over HTTP (RFC 8555 section 8.3), or within TLS (RFC 8737).

use std::net::SocketAddr;
use std::sync::Arc;

use avouch_testkit::Client;
use aws_lc_rs::digest::{SHA256, digest};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs as provider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

pub(super) async fn over_http(at: SocketAddr, host: &str, token: &str, expected: &str) -> Result<(), String> {
    let client = Client::new(&format!("http://{at}")).with("host", host);
    let answer = client.get(&format!("/.well-known/acme-challenge/{token}")).await;
    let found = answer.text();
    if answer.status == 200 && found == expected {
        Ok(())
    } else {
        Err(format!("{host} says {} {found}", answer.status))
    }
}

pub(super) async fn within_tls(at: SocketAddr, host: &str, expected: &str) -> Result<(), String> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anyone))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"acme-tls/1".to_vec()];
    let stream = TcpStream::connect(at).await.map_err(|error| error.to_string())?;
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| error.to_string())?;
    let (_, session) = stream.get_ref();
    assert_eq!(session.alpn_protocol(), Some(b"acme-tls/1".as_slice()));
    let shown = session.peer_certificates().and_then(|all| all.first()).ok_or("it shows no certificate")?;
    // The extension's value is the digest, in an octet string (RFC 8737 section 3).
    let digest = digest(&SHA256, expected.as_bytes());
    let proof = [&[0x04, 0x20], digest.as_ref()].concat();
    let has = |part: &[u8]| shown.windows(part.len()).any(|window| window == part);
    if has(&proof) && has(host.as_bytes()) { Ok(()) } else { Err(format!("{host} shows another certificate")) }
}

/// Takes any certificate: what counts is what stands in it.
#[derive(Debug)]
struct Anyone;

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
