//! TLS that ends here: which certificate is shown for which host.
//!
//! In this order: one of a file, one that was got from an authority, the usual one. Files are looked at whenever someone
//! connects, so that new ones are served at once; a file that cannot be read leaves the one before in place.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use avouch_crypto::sha256;
use avouch_jobs::certificates::files;
use avouch_store::certificates::{Certificate, challenges, of_host};
use avouch_store::{Cache, Change, Store};
use rustls::crypto::aws_lc_rs;
use rustls::server::{Acceptor, WantsServerCert};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ConfigBuilder, ServerConfig};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::Failure;
use crate::config::Config;

/// What an authority speaks when it looks within TLS (RFC 8737 section 4).
const PROOF_PROTOCOL: &[u8] = b"acme-tls/1";

/// Hosts whose certificate is kept in the process.
const REMEMBERED: u64 = 10_000;

type Shown = Arc<ServerConfig>;

/// When a file was written last, and how long it is.
type Written = (Option<SystemTime>, u64);

/// Certificates by host.
pub(super) struct Certificates {
    store: Store,
    usual: Option<Files>,
    folder: Option<PathBuf>,
    has_authority: bool,
    read: moka::sync::Cache<(PathBuf, PathBuf), ([Written; 2], Shown)>,
    issued: Cache<Arc<str>, Option<Shown>>,
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Certificates")
    }
}

/// A chain and its key.
#[derive(Clone, Debug)]
struct Files {
    chain: PathBuf,
    key: PathBuf,
}

impl Certificates {
    /// The certificates that the settings name; nothing if TLS does not end here.
    pub(super) fn new(config: &Config, store: &Store) -> Result<Option<Arc<Self>>, Failure> {
        if !config.ends_tls() {
            return Ok(None);
        }
        let usual = config.tls.clone().map(|(chain, key)| Files { chain, key });
        if let Some(folder) = config.domains.folder.as_ref().filter(|folder| !folder.is_dir()) {
            return Err(Failure::config(format!("CERTIFICATES_DIR: there is no folder {}.", folder.display())));
        }
        let issued = Cache::new(store.changes(), REMEMBERED, |_| None);
        issued.forget_all_on(store.changes(), |change| matches!(change, Change::Domains(_)));
        let certificates = Self {
            store: store.clone(),
            folder: config.domains.folder.clone(),
            has_authority: config.domains.authority.is_some(),
            read: moka::sync::Cache::new(REMEMBERED),
            issued,
            usual,
        };
        Ok(Some(Arc::new(certificates)))
    }

    /// Accepts a connection. Nothing comes back for one that only looked for a proof.
    pub(super) async fn accept(&self, stream: TcpStream) -> std::io::Result<Option<TlsStream<TcpStream>>> {
        let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
        let hello = start.client_hello();
        let host = hello.server_name().map(str::to_ascii_lowercase).unwrap_or_default();
        let looks = hello.alpn().is_some_and(|mut offered| offered.any(|name| name == PROOF_PROTOCOL));
        let refused = |why: &str| std::io::Error::other(format!("{why}: {host}"));
        if looks {
            let config = self.proof(&host).await?.ok_or_else(|| refused("there is nothing to prove"))?;
            start.into_stream(config).await?;
            return Ok(None);
        }
        let config = self.shown(&host).await?.ok_or_else(|| refused("there is no certificate for this host"))?;
        Ok(Some(start.into_stream(config).await?))
    }

    async fn shown(&self, host: &str) -> std::io::Result<Option<Shown>> {
        if let Some(folder) = &self.folder
            && let Some((chain, key)) = files::find(folder, host).await
            && let Some(shown) = self.of_files(Files { chain, key }).await
        {
            return Ok(Some(shown));
        }
        if self.has_authority && !host.is_empty() {
            let load = async {
                let found = of_host(&self.store, host).await?;
                Ok(Some(found.and_then(|certificate| from_pem(host, &certificate))))
            };
            let issued = self.issued.get(Arc::from(host), load).await.map_err(std::io::Error::other)?;
            if let Some(shown) = issued.and_then(|issued| (*issued).clone()) {
                return Ok(Some(shown));
            }
        }
        match &self.usual {
            Some(files) => Ok(self.of_files(files.clone()).await),
            None => Ok(None),
        }
    }

    /// What files hold, read again when one was written.
    async fn of_files(&self, files: Files) -> Option<Shown> {
        let place = (files.chain.clone(), files.key.clone());
        let kept = self.read.get(&place);
        let now = [written(&files.chain).await, written(&files.key).await];
        if let [Some(chain), Some(key)] = now {
            if let Some((_, shown)) = kept.as_ref().filter(|(before, _)| *before == [chain, key]) {
                return Some(Arc::clone(shown));
            }
            let read = tokio::task::spawn_blocking(move || from_files(&files.chain, &files.key)).await.ok()?;
            match read {
                Ok(shown) => {
                    self.read.insert(place, ([chain, key], Arc::clone(&shown)));
                    return Some(shown);
                }
                Err(failure) => tracing::warn!("{}", failure.message),
            }
        }
        kept.map(|(_, shown)| shown)
    }

    /// The certificate that proves a host to an authority (RFC 8737 section 3).
    async fn proof(&self, host: &str) -> std::io::Result<Option<Shown>> {
        let answer = challenges::newest(&self.store, host).await.map_err(std::io::Error::other)?;
        let Some(answer) = answer else { return Ok(None) };
        proving(host, &sha256(answer.as_bytes())).map(Some).map_err(std::io::Error::other)
    }
}

/// Whether a certificate and its key can be used.
pub(crate) fn check(chain: &Path, key: &Path) -> Result<(), Failure> {
    from_files(chain, key).map(drop)
}

async fn written(path: &Path) -> Option<Written> {
    let found = tokio::fs::metadata(path).await.ok()?;
    Some((found.modified().ok(), found.len()))
}

fn from_files(chain: &Path, key: &Path) -> Result<Shown, Failure> {
    let unreadable = |name: &str, path: &Path, error: &dyn std::fmt::Display| {
        Failure::config(format!("{name}: {} cannot be read: {error}.", path.display()))
    };
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable("HTTPS_CERT_PATH", chain, &error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable("HTTPS_KEY_PATH", key, &error))?;
    let unfit = |error: rustls::Error| {
        Failure::config(format!("{} and {} do not fit: {error}.", chain.display(), key.display()))
    };
    config(certificates, private).map_err(unfit)
}

fn from_pem(host: &str, certificate: &Certificate) -> Option<Shown> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate.chain.as_bytes()).collect();
    let key = PrivateKeyDer::from_pem_slice(certificate.private_key.as_bytes());
    let (Ok(chain), Ok(key)) = (chain, key) else {
        tracing::warn!(host, "the certificate in the database cannot be read");
        return None;
    };
    config(chain, key)
        .inspect_err(|error| tracing::warn!(host, %error, "the certificate in the database cannot be used"))
        .ok()
}

fn proving(host: &str, digest: &[u8]) -> Result<Shown, String> {
    let plain = |error: rcgen::Error| error.to_string();
    let mut params = rcgen::CertificateParams::new(vec![host.to_owned()]).map_err(plain)?;
    params.custom_extensions = vec![rcgen::CustomExtension::new_acme_identifier(digest)];
    let key = rcgen::KeyPair::generate().map_err(plain)?;
    let made = params.self_signed(&key).map_err(plain)?;
    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(ToOwned::to_owned)?;
    let key = aws_lc_rs::sign::any_supported_type(&key).map_err(|error| error.to_string())?;
    // The extension is critical and known to authorities only, so the certificate is not looked at here.
    let shown = SingleCertAndKey::from(CertifiedKey::new(vec![made.der().clone()], key));
    let config = builder().map_err(|error| error.to_string())?.with_cert_resolver(Arc::new(shown));
    Ok(speaking(config, &[PROOF_PROTOCOL]))
}

/// What is said to browsers and programs.
fn config(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Shown, rustls::Error> {
    Ok(speaking(builder()?.with_single_cert(chain, key)?, &[b"h2", b"http/1.1"]))
}

fn builder() -> Result<ConfigBuilder<ServerConfig, WantsServerCert>, rustls::Error> {
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    Ok(builder.with_safe_default_protocol_versions()?.with_no_client_auth())
}

fn speaking(mut config: ServerConfig, protocols: &[&[u8]]) -> Shown {
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Arc::new(config)
}
