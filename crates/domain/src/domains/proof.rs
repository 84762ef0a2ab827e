//! Whether a domain is the tenant's, by its records in DNS.

use avouch_model::domains::{DnsRecord, Domain, DomainStatus};
use avouch_outbound::{Dns, Unanswered};
use avouch_store::{Tenant, domains as stored};

use super::Hosting;
use crate::Result;

/// What DNS says of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Proven,
    /// What is missing, in words for the owner.
    Missing(String),
    /// Nothing: nobody answers. What was known before holds.
    Unanswered,
}

/// Looks at a domain that is not served yet, and notes what there is. One that is served stays so: what DNS cannot
/// answer for a moment must not sign people out.
pub async fn refresh(tenant: &Tenant, hosting: &Hosting, domain: Domain) -> Result<Domain> {
    use DomainStatus::{Active, Error, PendingSsl, PendingVerification};
    let is = |status: DomainStatus| domain.status == status.as_str();
    // A certificate is the business of whoever gets it.
    if hosting.target.is_none() || is(Active) || is(PendingSsl) {
        return Ok(domain);
    }
    match look(&hosting.dns, &domain).await {
        Found::Unanswered => Ok(domain),
        Found::Missing(what) => note(tenant, domain, PendingVerification, Some(&what)).await,
        Found::Proven => {
            let next = if hosting.certified { PendingSsl } else { Active };
            match note(tenant, domain.clone(), next, None).await {
                Err(crate::Error::Store(error)) if error.is_unique(stored::UNIQUE_VERIFIED) => {
                    let why = "Another tenant of this server has proven that the domain is theirs.";
                    note(tenant, domain, Error, Some(why)).await
                }
                noted => noted,
            }
        }
    }
}

/// Writes down how far a domain is.
async fn note(tenant: &Tenant, domain: Domain, status: DomainStatus, message: Option<&str>) -> Result<Domain> {
    if domain.status == status.as_str() && domain.error_message.as_deref() == message {
        return Ok(domain);
    }
    let tx = tenant.begin().await?;
    let noted = stored::set_status(&tx, &domain, status, message).await?;
    tx.commit().await?;
    if noted {
        return Ok(Domain {
            status: status.as_str().to_owned(),
            error_message: message.map(ToOwned::to_owned),
            ..domain
        });
    }
    // Somebody else was faster; what they noted holds.
    Ok(stored::get(tenant, &domain.id).await?.unwrap_or(domain))
}

async fn look(dns: &Dns, domain: &Domain) -> Found {
    let records: Vec<DnsRecord> = serde_json::from_str(domain.dns_records.text()).unwrap_or_default();
    let of = |kind: &str| records.iter().find(|record| record.r#type == kind);
    let (Some(lead), Some(proof)) = (of("CNAME"), of("TXT")) else {
        return Found::Missing("Its records were made elsewhere; delete the domain and add it again.".to_owned());
    };
    let (texts, leads_here) = tokio::join!(dns.texts(&proof.name), leads(dns, &lead.name, &lead.value));
    let (Ok(texts), Ok(leads_here)) = (texts, leads_here) else { return Found::Unanswered };
    let mut missing = Vec::new();
    if !texts.iter().any(|text| text.trim() == proof.value) {
        missing.push(format!("The TXT record {} is not `{}`.", proof.name, proof.value));
    }
    if !leads_here {
        missing.push(format!("{} does not lead to {}.", lead.name, lead.value));
    }
    if missing.is_empty() { Found::Proven } else { Found::Missing(missing.join(" ")) }
}

/// Whether a name stands for another, or has one of its addresses, as the apex of a zone must.
async fn leads(dns: &Dns, name: &str, target: &str) -> std::result::Result<bool, Unanswered> {
    if dns.alias(name).await?.is_some_and(|alias| alias == target) {
        return Ok(true);
    }
    let (own, theirs) = tokio::join!(dns.addresses(name), dns.addresses(target));
    let theirs = theirs?;
    Ok(own?.iter().any(|address| theirs.contains(address)))
}
