//! Organizations that an application is a member of.

use avouch_model::organizations::OrganizationWithRoles;
use avouch_store::organizations::applications as stored;
use avouch_store::{Listing, Page, Tenant};

use super::existing;
use crate::Result;

/// The organizations with the application's roles there.
pub async fn list(tenant: &Tenant, application: &str, page: Option<Page>) -> Result<Listing<OrganizationWithRoles>> {
    existing(tenant, application).await?;
    Ok(stored::organizations(tenant, application, page).await?)
}
