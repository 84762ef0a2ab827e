//! Organizations that a user lets a third-party application act for.

use avouch_model::applications::consent::{AddConsentOrganizations, ReplaceConsentOrganizations};
use avouch_model::organizations::Organization;
use avouch_store::applications::consent_organizations as stored;
use avouch_store::organizations::users::memberships;
use avouch_store::{Listing, Page, Read, Tenant, Tx};

use crate::applications::third_party;
use crate::organizations::relations::texts;
use crate::roles::distinct;
use crate::{Error, Result, users};

async fn check(db: &impl Read, application: &str, user: &str) -> Result<()> {
    third_party(db, application).await?;
    users::info(db, user).await.map(drop)
}

/// The organizations.
pub async fn list(tenant: &Tenant, application: &str, user: &str, page: Option<Page>) -> Result<Listing<Organization>> {
    check(tenant, application, user).await?;
    Ok(stored::list(tenant, application, user, page).await?)
}

async fn add_all(tx: &Tx, application: &str, user: &str, organizations: Vec<String>) -> Result<()> {
    let organizations = distinct(organizations);
    if memberships(tx, user, &organizations).await?.len() < organizations.len() {
        return Err(Error::RequireMembership);
    }
    Ok(stored::add(tx, application, user, &organizations).await?)
}

/// Adds organizations that the user is a member of.
pub async fn add(tenant: &Tenant, application: &str, user: &str, input: AddConsentOrganizations) -> Result<()> {
    let tx = tenant.begin().await?;
    check(&tx, application, user).await?;
    add_all(&tx, application, user, texts(input.organization_ids)).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes these the organizations.
pub async fn replace(tenant: &Tenant, application: &str, user: &str, input: ReplaceConsentOrganizations) -> Result<()> {
    let tx = tenant.begin().await?;
    check(&tx, application, user).await?;
    stored::clear(&tx, application, user).await?;
    add_all(&tx, application, user, texts(input.organization_ids)).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes an organization.
pub async fn remove(tenant: &Tenant, application: &str, user: &str, organization: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    check(&tx, application, user).await?;
    if !stored::remove(&tx, application, user, organization).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
