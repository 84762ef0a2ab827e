//! Machine-to-machine applications that are members of an organization.

pub mod roles;

use avouch_model::organizations::{AddApplications, ApplicationMember, GiveApplicationsRoles, ReplaceApplications};
use avouch_store::organizations::applications as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Tenant, Tx};

use super::relations::{of_parent, once_each, refused, texts, without};
use crate::events::Members;
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
    let applications = texts(input.application_ids);
    let tx = tenant.begin().await?;
    join(&tx, organization, &applications).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes applications members, and tells of those who were none.
async fn join(tx: &Tx, organization: &str, applications: &[String]) -> Result<()> {
    let members = stored::among(tx, organization, applications).await?;
    stored::add(tx, organization, applications).await.map_err(refused)?;
    let added = without(applications, &members);
    crate::events::membership(tx, organization, Members { added_applications: &added, ..Members::default() }).await
}

/// Makes these applications the members; those that stay keep their roles.
pub async fn replace(tenant: &Tenant, organization: &str, input: ReplaceApplications) -> Result<()> {
    let wanted = once_each(input.application_ids)?;
    let tx = tenant.begin().await?;
    of_parent(super::get(&tx, organization).await, &wanted)?;
    let before = stored::ids(&tx, organization).await?;
    stored::replace(&tx, organization, &wanted).await.map_err(refused)?;
    let (added, removed) = (without(&wanted, &before), without(&before, &wanted));
    let members = Members { added_applications: &added, removed_applications: &removed, ..Members::default() };
    crate::events::membership(&tx, organization, members).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a member.
pub async fn remove(tenant: &Tenant, organization: &str, application: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, organization, application).await? {
        return Err(Error::NotFound);
    }
    let removed = [application.to_owned()];
    crate::events::membership(&tx, organization, Members { removed_applications: &removed, ..Members::default() })
        .await?;
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
