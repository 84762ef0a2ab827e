//! Custom domains: a tenant's own host names, once DNS proves whose they are.

pub mod proof;
pub mod verification_files;

use std::sync::Arc;

use avouch_crypto::{Alphabet, random_text};
use avouch_model::domains::{CleanUp, CleanedUp, CreateDomain, DnsRecord, Domain, DomainStatus};
use avouch_model::{Json, Timestamp};
use avouch_outbound::Dns;
use avouch_store::{Tenant, certificates, domains as stored};
use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::{Error, Result, ids};

/// Domains of a tenant: their list has no pages, and all of them are looked after.
const MOST: usize = 100;

/// Domains that are looked at at once.
const AT_ONCE: usize = 8;

/// What a name begins with where its owner proves that it is theirs.
const PROOF_LABEL: &str = "_avouch-challenge";

/// Where custom domains lead, and what is asked of them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hosting {
    /// The host name that they point to; without one there are none.
    pub target: Option<Arc<str>>,
    /// Hosts of this server itself; a leading `*.` stands for one label.
    pub own: Arc<[String]>,
    /// Who is asked for their records.
    pub dns: Dns,
    /// Whether TLS ends here, so that each needs a certificate.
    pub certified: bool,
}

impl Hosting {
    fn target(&self) -> Result<&str> {
        self.target.as_deref().ok_or(Error::DomainNotConfigured)
    }

    fn is_own(&self, host: &str) -> bool {
        self.own.iter().any(|own| match own.strip_prefix("*.") {
            None => own == host,
            Some(parent) => host == parent || host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
        })
    }
}

/// The tenant's domains, as DNS knows them now.
pub async fn list(tenant: &Tenant, hosting: &Hosting) -> Result<Vec<Domain>> {
    let rows = stored::list(tenant).await?;
    let looked = rows.into_iter().map(|domain| proof::refresh(tenant, hosting, domain));
    let all: Vec<Result<Domain>> = stream::iter(looked).buffered(AT_ONCE).collect().await;
    all.into_iter().collect()
}

/// One domain, as DNS knows it now.
pub async fn get(tenant: &Tenant, hosting: &Hosting, id: &str) -> Result<Domain> {
    let found = stored::get(tenant, id).await?.ok_or_else(|| missing(id))?;
    proof::refresh(tenant, hosting, found).await
}

fn missing(id: &str) -> Error {
    Error::NotExistsWithId { name: "domains", id: id.to_owned() }
}

/// Adds a domain. It is served once its records prove that it is the tenant's.
pub async fn create(tenant: &Tenant, hosting: &Hosting, input: &CreateDomain) -> Result<Domain> {
    let name = host_name(&input.domain);
    let held = stored::list(tenant).await?;
    let asked = name.as_deref().unwrap_or(&input.domain);
    if held.iter().any(|own| own.domain == asked) {
        return Err(Error::DomainInUse { domain: asked.to_owned() });
    }
    if held.len() >= MOST {
        return Err(Error::TooManyDomains { limit: MOST });
    }
    let target = hosting.target()?;
    let name = name.filter(|name| name != target && !hosting.is_own(name));
    let name = name.ok_or_else(|| Error::DomainNotAllowed { domain: input.domain.to_string() })?;
    let domain = Domain {
        id: ids::standard(),
        status: DomainStatus::PendingVerification.as_str().to_owned(),
        error_message: None,
        dns_records: Json::from(&json!(records(&name, target))),
        created_at: tenant.now(),
        domain: name,
    };
    let tx = tenant.begin().await?;
    if stored::is_taken(&tx, &domain.domain).await? {
        return Err(Error::HostnameExists);
    }
    stored::create(&tx, &domain).await.map_err(|error| {
        let is_held = error.is_unique(stored::UNIQUE);
        if is_held { Error::DomainInUse { domain: domain.domain.clone() } } else { Error::Store(error) }
    })?;
    tx.commit().await?;
    Ok(domain)
}

/// What the owner sets: where the domain leads, and that it is the tenant's who asks.
fn records(name: &str, target: &str) -> [DnsRecord; 2] {
    let record = |name: String, kind: &str, value: String| DnsRecord { name, r#type: kind.to_owned(), value };
    [
        record(name.to_owned(), "CNAME", target.to_owned()),
        record(format!("{PROOF_LABEL}.{name}"), "TXT", random_text(Alphabet::Alphanumeric, 32)),
    ]
}

/// A public host name in the form of DNS; nothing if it is none.
fn host_name(text: &str) -> Option<String> {
    /// Names that lead nowhere in public (RFC 6761, RFC 6762, RFC 8375).
    const PRIVATE: [&str; 6] = ["localhost", "local", "internal", "invalid", "onion", "arpa"];
    let text = text.trim_end_matches('.');
    let Ok(url::Host::Domain(name)) = url::Host::parse(text) else { return None };
    // The proof's own name must fit too.
    let fits = name.len() + PROOF_LABEL.len() < 253;
    let is_label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_public = name.contains('.') && !PRIVATE.contains(&last) && !last.bytes().all(|byte| byte.is_ascii_digit());
    (fits && is_public && name.split('.').all(is_label)).then_some(name)
}

/// Removes a domain, with its certificate. Nobody is served there any more.
pub async fn delete(tenant: &Tenant, hosting: &Hosting, id: &str) -> Result<()> {
    hosting.target()?;
    let tx = tenant.begin().await?;
    let found = stored::get(&tx, id).await?.ok_or_else(|| missing(id))?;
    stored::delete(&tx, id).await?;
    certificates::delete(&tx, &found.domain).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes domains that nobody finished to set up.
pub async fn clean_up(tenant: &Tenant, input: &CleanUp) -> Result<CleanedUp> {
    const DAY: i64 = 86_400_000;
    if input.stale_days < 1 {
        return Err(Error::InvalidInput { details: "`staleDays` must be 1 or more.".to_owned() });
    }
    let age = input.stale_days.saturating_mul(DAY);
    let before = Timestamp::from_millis(tenant.now().millis().saturating_sub(age).max(0));
    let all = stored::list(tenant).await?;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (active, others): (Vec<_>, Vec<_>) = all.iter().partition(|domain| domain.status == "Active");
    let mut deleted_count = 0;
    let tx = tenant.begin().await?;
    for domain in &others {
        if stored::delete_stale(&tx, &domain.id, before).await? {
            certificates::delete(&tx, &domain.domain).await?;
            deleted_count += 1;
        }
    }
    tx.commit().await?;
    // They go together, or not at all.
    Ok(CleanedUp {
        scanned_count: count(all.len()),
        deleted_count,
        skipped_active_count: count(active.len()),
        failed_count: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::host_name;

    #[test]
    fn domains_are_public_host_names() {
        for (text, name) in [
            ("id.example.com", "id.example.com"),
            ("ID.Example.com.", "id.example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(host_name(text).as_deref(), Some(name));
        }
        let long = format!("{}.example.com", ["a"; 120].join("."));
        for text in [
            "localhost",
            "example",
            "a.localhost",
            "printer.local",
            "10.0.0.1",
            "[::1]",
            "1.2.3.04",
            "a_b.example.com",
            "-a.example.com",
            "a..example.com",
            "*.example.com",
            "id.example.com:443",
            "https://id.example.com",
            "id.example.com/x",
            "user@example.com",
            &long,
        ] {
            assert_eq!(host_name(text), None, "{text}");
        }
    }
}
