//! Custom domains of protected applications. They live on a proxy, and none is configured on this server: what can be
//! said without one is said.

use avouch_model::applications::ApplicationType;
use avouch_store::Tenant;

use super::existing;
use crate::{Error, Result};

/// Refuses, with the reason.
pub async fn custom_domains(tenant: &Tenant, application: &str) -> Result<std::convert::Infallible> {
    let application = existing(tenant, application).await?;
    if application.r#type == ApplicationType::Protected {
        Err(Error::ProtectedNotConfigured)
    } else {
        Err(Error::DomainsOfProtectedOnly)
    }
}
