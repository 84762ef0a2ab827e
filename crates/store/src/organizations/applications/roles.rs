//! Roles of applications in an organization.

use avouch_model::organization_roles::OrganizationRole;

use crate::organizations::member_roles::MemberRoles;
use crate::sql::{Listing, Page};
use crate::{Read, Result, Tx};

const ROLES: MemberRoles = MemberRoles { table: "organization_role_application_relations", member: "application_id" };

/// The roles that a member has, by name.
pub async fn list(
    db: &impl Read,
    organization: &str,
    application: &str,
    page: Option<Page>,
) -> Result<Listing<OrganizationRole>> {
    ROLES.list(db, organization, application, page).await
}

/// Gives every role to every member; those held already stay.
pub async fn add(tx: &Tx, organization: &str, applications: &[String], roles: &[String]) -> Result<()> {
    ROLES.add(tx, organization, applications, roles).await
}

/// Makes these the roles of a member.
pub async fn replace(tx: &Tx, organization: &str, application: &str, roles: &[String]) -> Result<()> {
    ROLES.clear(tx, organization, application).await?;
    ROLES.add(tx, organization, &[application.to_owned()], roles).await
}

/// Takes a role from a member; answers whether it was held.
pub async fn remove(tx: &Tx, organization: &str, application: &str, role: &str) -> Result<bool> {
    ROLES.remove(tx, organization, application, role).await
}
