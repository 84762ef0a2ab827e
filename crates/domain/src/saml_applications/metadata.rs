//! What this server says of itself to a service provider.

use avouch_saml::Certificate;
use avouch_saml::idp::Described;
use avouch_store::Tenant;
use avouch_store::saml_applications::secrets as stored;

use crate::{Error, Result};

/// The metadata for an application.
pub async fn get(tenant: &Tenant, endpoint: &str, id: &str) -> Result<String> {
    super::existing(tenant, id).await?;
    let config = super::config(tenant, id).await?;
    let secrets = stored::list(tenant, id).await?;
    let active = secrets.iter().filter(|secret| secret.active);
    let certificates: Vec<_> = active.filter_map(|secret| Certificate::parse(&secret.certificate)).collect();
    if certificates.is_empty() {
        return Err(Error::SamlNoActiveSecret);
    }
    let described = Described {
        entity_id: &super::entity_id(endpoint, id),
        sign_in_endpoint: &format!("{endpoint}/api/saml/{id}/authn"),
        certificates: &certificates,
        name_id_format: &config.name_id_format,
    };
    Ok(described.xml())
}
