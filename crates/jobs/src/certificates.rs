//! Certificates: from files, or from a certificate authority (RFC 8555), one node at a time.

mod acme;
pub mod files;
mod http;

use std::path::PathBuf;
use std::time::Duration;

use avouch_crypto::Secret;
use avouch_model::Timestamp;
use avouch_outbound::Client;
use avouch_store::Tenant;
use avouch_store::certificates::{self, Certificate, challenges};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use x509_cert::der::Decode as _;

/// How long a node has a domain for itself, in milliseconds.
const LEASE: i64 = 300_000;

/// How long it takes at most; less than the lease.
const LONGEST: Duration = Duration::from_mins(4);

/// Seconds until it is tried again, by how often it was tried: authorities count failures.
const BACK_OFF: [i64; 6] = [60, 300, 1800, 7200, 21_600, 43_200];

/// A certificate authority.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Address of its directory.
    pub directory: String,
    /// Whom it writes to.
    pub email: Option<String>,
    /// An account that it knows otherwise: identifier and secret in base64url.
    pub external: Option<(String, Secret)>,
}

/// How the authority makes sure of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a file over HTTP.
    Http,
    /// Within TLS (RFC 8737).
    Tls,
}

/// Where certificates come from.
#[derive(Clone, Debug)]
pub struct Office {
    /// A folder with certificates by host.
    pub folder: Option<PathBuf>,
    /// The authority for hosts that have none there.
    pub authority: Option<Authority>,
    /// How it makes sure of domains.
    pub way: Way,
    /// Requests to it.
    pub http: Client,
}

impl Office {
    /// Gets a certificate for a host if one is due and no other node is at it. The error is for people.
    pub(crate) async fn obtain(&self, tenant: &Tenant, host: &str) -> Result<(), String> {
        let Some(authority) = &self.authority else { return Ok(()) };
        let Some(attempts) = claim(tenant, host).await? else { return Ok(()) };
        tracing::info!(host, "getting a certificate");
        let got = tokio::time::timeout(LONGEST, acme::get(tenant, &self.http, authority, self.way, host)).await;
        let got = got.unwrap_or_else(|_| Err("the authority took too long".to_owned()));
        let kept = match got {
            Ok(certificate) => keep(tenant, host, &certificate).await,
            Err(why) => Err(why),
        };
        if let Err(why) = kept {
            let index = usize::try_from(attempts).unwrap_or(usize::MAX);
            let seconds = BACK_OFF.get(index).or(BACK_OFF.last()).copied().unwrap_or_default();
            note_failure(tenant, host, tenant.now().plus_millis(seconds * 1000)).await?;
            return Err(format!("The certificate authority gave none: {why}. It is asked again in {seconds} seconds."));
        }
        Ok(())
    }
}

fn plain(error: avouch_store::Error) -> String {
    error.to_string()
}

async fn claim(tenant: &Tenant, host: &str) -> Result<Option<i64>, String> {
    let tx = tenant.begin().await.map_err(plain)?;
    let claimed = certificates::claim(&tx, host, tx.now().plus_millis(LEASE)).await.map_err(plain)?;
    tx.commit().await.map_err(plain)?;
    Ok(claimed)
}

async fn keep(tenant: &Tenant, host: &str, certificate: &Certificate) -> Result<(), String> {
    let expires = expiry(&certificate.chain).ok_or("what it sent is no certificate")?;
    let now = tenant.now();
    // With a third of its time left there is time for many tries.
    let due = now.plus_millis((expires.millis() - now.millis()).max(0) / 3 * 2);
    let tx = tenant.begin().await.map_err(plain)?;
    certificates::keep(&tx, host, certificate, (expires, due)).await.map_err(plain)?;
    challenges::delete(&tx, host).await.map_err(plain)?;
    tx.commit().await.map_err(plain)?;
    tracing::info!(host, "there is a new certificate");
    Ok(())
}

async fn note_failure(tenant: &Tenant, host: &str, due: Timestamp) -> Result<(), String> {
    let tx = tenant.begin().await.map_err(plain)?;
    certificates::failed(&tx, host, due).await.map_err(plain)?;
    challenges::delete(&tx, host).await.map_err(plain)?;
    tx.commit().await.map_err(plain)
}

/// The last moment of the first certificate of a chain.
fn expiry(chain: &str) -> Option<Timestamp> {
    let der = CertificateDer::from_pem_slice(chain.as_bytes()).ok()?;
    let validity = x509_cert::Certificate::from_der(&der).ok()?.tbs_certificate.validity;
    let millis = validity.not_after.to_unix_duration().as_millis();
    i64::try_from(millis).ok().map(Timestamp::from_millis)
}
