//! Enterprises whose people sign in at their own provider.

use avouch_domain::{Result, sso_connectors};
use avouch_model::EmailAddress;
use avouch_shape::{Describe, Input};
use avouch_store::Tenant;
use serde::Serialize;

/// Whose provider is wanted.
#[derive(Debug, Input)]
pub struct OfEmail {
    /// Address.
    pub email: EmailAddress,
}

/// Providers.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Connectors {
    /// Identifiers.
    pub connector_ids: Vec<String>,
}

/// The providers of an address's domain.
pub async fn list(tenant: &Tenant, input: &OfEmail) -> Result<Connectors> {
    let found = sso_connectors::of_email(tenant, &input.email).await?;
    Ok(Connectors { connector_ids: found.into_iter().map(|connector| connector.id).collect() })
}
