//! Custom domains of protected applications: each is an alias of the application's host at the proxy.

use avouch_model::ApplicationId;
use avouch_model::applications::protected::{AddCustomDomain, CustomDomain, ProtectedAppMetadata};
use avouch_model::applications::{Application, ApplicationType, OidcClientMetadata};
use avouch_model::domains::DnsRecord;
use avouch_outbound::Client;
use avouch_store::{Read, Tenant, Tx, Value, applications};
use serde_json::json;

use super::{in_use, stored, with_host, without_host};
use crate::applications::existing;
use crate::{Error, Result};

/// It does not lead to the proxy yet.
const PENDING: &str = "PendingVerification";

/// It leads where the application's host leads.
const ACTIVE: &str = "Active";

/// A protected application where there is a proxy.
async fn protected(db: &impl Read, proxy: Option<&str>, id: &str) -> Result<Application> {
    let application = existing(db, id).await?;
    if application.r#type != ApplicationType::Protected {
        return Err(Error::DomainsOfProtectedOnly);
    }
    proxy.map(|_| application).ok_or(Error::ProtectedNotConfigured)
}

/// The domains of an application, with where they lead now.
pub async fn list(tenant: &Tenant, http: &Client, proxy: Option<&str>, id: &str) -> Result<Vec<CustomDomain>> {
    let metadata = stored(&protected(tenant, proxy, id).await?)?;
    let mut domains = metadata.custom_domains.unwrap_or_default();
    let mut has_changed = false;
    for domain in &mut domains {
        let status = if leads_to(http, &domain.domain, &metadata.host).await { ACTIVE } else { PENDING };
        has_changed |= domain.status != status;
        status.clone_into(&mut domain.status);
    }
    if has_changed {
        let tx = tenant.begin().await?;
        let application = protected(&tx, proxy, id).await?;
        let mut metadata = stored(&application)?;
        for own in metadata.custom_domains.iter_mut().flatten() {
            if let Some(seen) = domains.iter().find(|seen| seen.domain == own.domain) {
                own.status.clone_from(&seen.status);
            }
        }
        write(&tx, &application.id, &metadata, application.oidc_client_metadata).await?;
        tx.commit().await?;
    }
    Ok(domains)
}

/// Whether a name stands for an address that another one stands for.
async fn leads_to(http: &Client, domain: &str, host: &str) -> bool {
    let own = http.addresses(domain).await;
    !own.is_empty() && http.addresses(host).await.iter().any(|address| own.contains(address))
}

/// Adds a domain, and lets sign-in answers go there.
pub async fn add(tenant: &Tenant, proxy: Option<&str>, id: &str, input: AddCustomDomain) -> Result<()> {
    let domain = input.domain.to_lowercase();
    let tx = tenant.begin().await?;
    let application = protected(&tx, proxy, id).await?;
    let mut metadata = stored(&application)?;
    if metadata.custom_domains.as_ref().is_some_and(|domains| !domains.is_empty()) {
        return Err(Error::ProtectedDomainLimit);
    }
    let is_below = |proxy: &str| domain == proxy || domain.ends_with(&format!(".{proxy}"));
    if !is_host(&domain) || proxy.is_some_and(is_below) {
        return Err(Error::ProtectedDomainNotAllowed);
    }
    let alias = DnsRecord { name: domain.clone(), r#type: "CNAME".to_owned(), value: metadata.host.clone() };
    let client = with_host(application.oidc_client_metadata, &domain);
    metadata.custom_domains = Some(vec![CustomDomain {
        domain,
        status: PENDING.to_owned(),
        error_message: None,
        dns_records: vec![alias],
        cloudflare_data: None,
    }]);
    write(&tx, &application.id, &metadata, client).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a domain; sign-in answers go there no more.
pub async fn remove(tenant: &Tenant, proxy: Option<&str>, id: &str, domain: &str) -> Result<()> {
    let domain = domain.to_lowercase();
    let tx = tenant.begin().await?;
    let application = protected(&tx, proxy, id).await?;
    let mut metadata = stored(&application)?;
    let domains = metadata.custom_domains.get_or_insert_default();
    let before = domains.len();
    domains.retain(|own| own.domain != domain);
    if domains.len() == before {
        return Err(Error::ProtectedDomainNotFound);
    }
    let client = without_host(application.oidc_client_metadata, &domain);
    write(&tx, &application.id, &metadata, client).await?;
    tx.commit().await?;
    Ok(())
}

async fn write(tx: &Tx, id: &ApplicationId, metadata: &ProtectedAppMetadata, client: OidcClientMetadata) -> Result<()> {
    let columns = vec![
        ("protected_app_metadata", Value::from(&json!(metadata))),
        ("oidc_client_metadata", Value::from(&json!(client))),
    ];
    applications::update(tx, id, columns).await.map(drop).map_err(in_use)
}

/// A host name of two labels and more, none of which is all digits at its end (RFC 1123 section 2.1).
fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let is_number = labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    text.len() <= 253 && labels.len() > 1 && !is_number && labels.into_iter().all(super::is_label)
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_domain_is_a_name_of_labels() {
        for good in ["a.test", "app.example.co.uk", "xn--bcher-kva.example"] {
            assert!(is_host(good), "{good}");
        }
        for bad in ["", "localhost", "a..b", "10.0.0.1", "a.test/x", "a.test:80", "-a.test", "a b.test", "*.a.test"] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
