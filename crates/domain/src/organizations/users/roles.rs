//! Roles of one user in an organization.

use avouch_model::organization_roles::OrganizationRole;
use avouch_model::organizations::{GivenRoles, RolesOrNames};
use avouch_store::organizations::users::{self, roles as stored};
use avouch_store::{Listing, Page, Read, Tenant};

use crate::organizations::relations::{refused, texts};
use crate::roles::distinct;
use crate::{Error, Result};

async fn require_membership(db: &impl Read, organization: &str, user: &str) -> Result<()> {
    if users::is_member(db, organization, user).await? { Ok(()) } else { Err(Error::RequireMembership) }
}

/// The roles that a member has.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    user: &str,
    page: Option<Page>,
) -> Result<Listing<OrganizationRole>> {
    require_membership(tenant, organization, user).await?;
    Ok(stored::list(tenant, organization, user, page).await?)
}

/// Gives roles; those held already stay.
pub async fn add(tenant: &Tenant, organization: &str, user: &str, input: RolesOrNames) -> Result<GivenRoles> {
    let tx = tenant.begin().await?;
    require_membership(&tx, organization, user).await?;
    let roles = wanted(&tx, input).await?;
    if roles.is_empty() {
        return Err(Error::NothingToChange);
    }
    stored::add(&tx, organization, &[user.to_owned()], &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(GivenRoles { organization_role_ids: roles })
}

/// Makes these the roles of a member.
pub async fn replace(tenant: &Tenant, organization: &str, user: &str, input: RolesOrNames) -> Result<()> {
    let tx = tenant.begin().await?;
    require_membership(&tx, organization, user).await?;
    let roles = wanted(&tx, input).await?;
    stored::replace(&tx, organization, user, &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}

/// Takes a role from a member.
pub async fn remove(tenant: &Tenant, organization: &str, user: &str, role: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    require_membership(&tx, organization, user).await?;
    if !stored::remove(&tx, organization, user, role).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// The roles that a request names by identifier or by name, each once.
async fn wanted(db: &impl Read, input: RolesOrNames) -> Result<Vec<String>> {
    let mut roles = input.organization_role_ids.map(texts).unwrap_or_default();
    let names = distinct(input.organization_role_names.map(texts).unwrap_or_default());
    let found = avouch_store::organization_roles::by_names(db, &names).await?;
    if found.len() < names.len() {
        return Err(Error::RoleNamesNotFound);
    }
    roles.extend(found.into_iter().map(|(id, _)| id));
    Ok(distinct(roles))
}
