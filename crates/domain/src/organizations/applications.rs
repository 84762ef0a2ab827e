//! Machine-to-machine applications that are members of an organization.

pub mod roles;

use avouch_model::organizations::{AddApplications, ApplicationMember, GiveApplicationsRoles, ReplaceApplications};
use avouch_store::organizations::applications as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Tenant, Tx};

use super::relations::{once_each, refused, texts};
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
    let tx = tenant.begin().await?;
    let before = stored::ids(&tx, organization).await?;
    stored::add(&tx, organization, &texts(input.application_ids)).await.map_err(refused)?;
    tell(&tx, organization, &before).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes these applications the members; those that stay keep their roles.
pub async fn replace(tenant: &Tenant, organization: &str, input: ReplaceApplications) -> Result<()> {
    let tx = tenant.begin().await?;
    super::get(&tx, organization).await?;
    let before = stored::ids(&tx, organization).await?;
    stored::replace(&tx, organization, &once_each(input.application_ids)?).await.map_err(refused)?;
    tell(&tx, organization, &before).await?;
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

/// Tells who is a member now and was not before, and the other way round.
async fn tell(tx: &Tx, organization: &str, before: &[String]) -> Result<()> {
    let after = stored::ids(tx, organization).await?;
    let without = |list: &[String], other: &[String]| -> Vec<String> {
        list.iter().filter(|id| !other.contains(id)).cloned().collect()
    };
    let (added, removed) = (without(&after, before), without(before, &after));
    let members = Members { added_applications: &added, removed_applications: &removed, ..Members::default() };
    crate::events::membership(tx, organization, members).await
}

/// Gives every role to every member.
pub async fn give_roles(tenant: &Tenant, organization: &str, input: GiveApplicationsRoles) -> Result<()> {
    let (applications, roles) = (texts(input.application_ids), texts(input.organization_role_ids));
    let tx = tenant.begin().await?;
    stored::roles::add(&tx, organization, &applications, &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}
