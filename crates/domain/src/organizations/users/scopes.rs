//! What users may do in an organization.

use avouch_model::organization_scopes::OrganizationScope;
use avouch_store::Tenant;
use avouch_store::organizations::users::scopes as stored;

use crate::Result;

/// The organization scopes that a user has through roles; none for someone who is no member.
pub async fn list(tenant: &Tenant, organization: &str, user: &str) -> Result<Vec<OrganizationScope>> {
    Ok(stored::list(tenant, organization, user).await?)
}
