//! Machine-to-machine applications that are members of an organization.

pub mod roles;

use avouch_model::organizations::{AddApplications, ApplicationMember, GiveApplicationsRoles, ReplaceApplications};
use avouch_store::organizations::applications as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Tenant};

use super::relations::{once_each, refused, texts};
use crate::{Error, Result};

/// The members of an organization with their roles.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    search: &Search,
    page: Option<Page>,
) -> Result<Listing<ApplicationMember>> {
    Ok(stored::list(tenant, organization, search, page).await?)
}

/// Adds members; those that are members already stay as they are.
pub async fn add(tenant: &Tenant, organization: &str, input: AddApplications) -> Result<()> {
    let tx = tenant.begin().await?;
    stored::add(&tx, organization, &texts(input.application_ids)).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Makes these applications the members; those that stay keep their roles.
pub async fn replace(tenant: &Tenant, organization: &str, input: ReplaceApplications) -> Result<()> {
    let tx = tenant.begin().await?;
    super::get(&tx, organization).await?;
    stored::replace(&tx, organization, &once_each(input.application_ids)?).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Removes a member.
pub async fn remove(tenant: &Tenant, organization: &str, application: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, organization, application).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// Gives every role to every member.
pub async fn give_roles(tenant: &Tenant, organization: &str, input: GiveApplicationsRoles) -> Result<()> {
    let (applications, roles) = (texts(input.application_ids), texts(input.organization_role_ids));
    let tx = tenant.begin().await?;
    stored::roles::add(&tx, organization, &applications, &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}
