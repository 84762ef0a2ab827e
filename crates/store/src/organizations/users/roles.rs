//! Roles of users in an organization.

use avouch_model::organization_roles::OrganizationRole;

use crate::organizations::member_roles::MemberRoles;
use crate::sql::{Listing, Page};
use crate::{Read, Result, Tx};

const ROLES: MemberRoles = MemberRoles { table: "organization_role_user_relations", member: "user_id" };

/// The roles that a member has, by name.
pub async fn list(
    db: &impl Read,
    organization: &str,
    user: &str,
    page: Option<Page>,
) -> Result<Listing<OrganizationRole>> {
    ROLES.list(db, organization, user, page).await
}

/// Gives every role to every member; those held already stay.
pub async fn add(tx: &Tx, organization: &str, users: &[String], roles: &[String]) -> Result<()> {
    ROLES.add(tx, organization, users, roles).await
}

/// Makes these the roles of a member.
pub async fn replace(tx: &Tx, organization: &str, user: &str, roles: &[String]) -> Result<()> {
    ROLES.clear(tx, organization, user).await?;
    ROLES.add(tx, organization, &[user.to_owned()], roles).await
}

/// Takes a role from a member; answers whether it was held.
pub async fn remove(tx: &Tx, organization: &str, user: &str, role: &str) -> Result<bool> {
    ROLES.remove(tx, organization, user, role).await
}
