//! TLS that ends here.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::Failure;

/// Reads a certificate chain and its key.
pub(crate) fn acceptor(certificate: &Path, key: &Path) -> Result<TlsAcceptor, Failure> {
    let unreadable = |name: &str, path: &Path, error: &dyn std::fmt::Display| {
        Failure::config(format!("{name}: {} cannot be read: {error}.", path.display()))
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable("HTTPS_CERT_PATH", certificate, &error))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable("HTTPS_KEY_PATH", key, &error))?;
    let unfit =
        |error: rustls::Error| Failure::config(format!("HTTPS_CERT_PATH and HTTPS_KEY_PATH do not fit: {error}."));
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unfit)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(unfit)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
