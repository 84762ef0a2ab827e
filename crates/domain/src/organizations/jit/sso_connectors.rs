//! Enterprise connectors whose users join by themselves.

use avouch_model::organizations::{AllSsoConnectors, SomeSsoConnectors};
use avouch_model::sso_connectors::SsoConnector;
use avouch_store::organizations::jit::sso_connectors as stored;
use avouch_store::{Listing, Page, Tenant};

use crate::organizations::relations::{of_parent, once_each, refused, texts};
use crate::{Error, Result, organizations};

/// The connectors of one organization.
pub async fn list(tenant: &Tenant, organization: &str, page: Option<Page>) -> Result<Listing<SsoConnector>> {
    organizations::get(tenant, organization).await?;
    Ok(stored::list(tenant, organization, page).await?)
}

/// Adds connectors; those that are there already stay.
pub async fn add(tenant: &Tenant, organization: &str, input: SomeSsoConnectors) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::add(&tx, organization, &texts(input.sso_connector_ids)).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Makes these the connectors.
pub async fn replace(tenant: &Tenant, organization: &str, input: AllSsoConnectors) -> Result<()> {
    let tx = tenant.begin().await?;
    let wanted = once_each(input.sso_connector_ids)?;
    of_parent(organizations::get(&tx, organization).await, &wanted)?;
    stored::replace(&tx, organization, &wanted).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Removes a connector.
pub async fn remove(tenant: &Tenant, organization: &str, connector: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, organization, connector).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
