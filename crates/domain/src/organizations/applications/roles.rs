//! Roles of one application in an organization.

use avouch_model::OrganizationId;
use avouch_model::organization_roles::OrganizationRole;
use avouch_model::organizations::SomeOrganizationRoles;
use avouch_store::organizations::applications::{self, roles as stored};
use avouch_store::{Listing, Page, Read, Tenant};

use crate::organizations::relations::{refused, texts};
use crate::{Error, Result};

async fn require_membership(db: &impl Read, organization: &str, application: &str) -> Result<()> {
    let organization = OrganizationId::new(organization);
    let is_member = applications::is_member(db, &organization, application).await?;
    if is_member { Ok(()) } else { Err(Error::RequireMembership) }
}

/// The roles that a member has.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    application: &str,
    page: Option<Page>,
) -> Result<Listing<OrganizationRole>> {
    require_membership(tenant, organization, application).await?;
    Ok(stored::list(tenant, organization, application, page).await?)
}

/// Gives roles; those held already stay.
pub async fn add(tenant: &Tenant, organization: &str, application: &str, input: SomeOrganizationRoles) -> Result<()> {
    let tx = tenant.begin().await?;
    require_membership(&tx, organization, application).await?;
    let roles = texts(input.organization_role_ids);
    stored::add(&tx, organization, &[application.to_owned()], &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Makes these the roles of a member.
pub async fn replace(
    tenant: &Tenant,
    organization: &str,
    application: &str,
    input: SomeOrganizationRoles,
) -> Result<()> {
    let tx = tenant.begin().await?;
    require_membership(&tx, organization, application).await?;
    let roles = texts(input.organization_role_ids);
    stored::replace(&tx, organization, application, &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Takes a role from a member.
pub async fn remove(tenant: &Tenant, organization: &str, application: &str, role: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    require_membership(&tx, organization, application).await?;
    if !stored::remove(&tx, organization, application, role).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
