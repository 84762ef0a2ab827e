//! Users who are members of an organization.

pub mod roles;
pub mod scopes;

use avouch_model::UserId;
use avouch_model::organizations::{
    AddUsers, AddedUsers, GiveUsersRoles, OrganizationWithRoles, ReplaceUsers, UserMember,
};
use avouch_store::organizations::users as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Tenant, Tx};

use super::relations::{of_parent, once_each, refused, texts, without};
use crate::events::Members;
use crate::{Error, Result};

/// The members of an organization with their roles.
pub async fn list(
    tenant: &Tenant,
    organization: &str,
    role: Option<&str>,
    search: &Search,
    page: Option<Page>,
) -> Result<Listing<UserMember>> {
    Ok(stored::list(tenant, organization, role, search, page).await?)
}

/// The organizations that a user is a member of.
pub async fn organizations(tenant: &Tenant, user: &str) -> Result<Vec<OrganizationWithRoles>> {
    crate::users::info(tenant, user).await?;
    Ok(stored::organizations(tenant, user).await?)
}

/// Adds members; those who are members already stay as they are.
pub async fn add(tenant: &Tenant, organization: &str, input: AddUsers) -> Result<AddedUsers> {
    let users = texts(input.user_ids);
    let tx = tenant.begin().await?;
    join(&tx, organization, &users).await?;
    tx.commit().await?;
    Ok(AddedUsers { user_ids: users.into_iter().map(UserId::new).collect() })
}

/// Makes users members, and tells of those who were none.
pub(crate) async fn join(tx: &Tx, organization: &str, users: &[String]) -> Result<()> {
    let members = stored::among(tx, organization, users).await?;
    stored::add(tx, organization, users).await.map_err(refused)?;
    let added = without(users, &members);
    crate::events::membership(tx, organization, Members { added_users: &added, ..Members::default() }).await
}

/// Makes these users the members; those who stay keep their roles.
pub async fn replace(tenant: &Tenant, organization: &str, input: ReplaceUsers) -> Result<()> {
    let wanted = once_each(input.user_ids)?;
    let tx = tenant.begin().await?;
    of_parent(super::get(&tx, organization).await, &wanted)?;
    let before = stored::ids(&tx, organization).await?;
    stored::replace(&tx, organization, &wanted).await.map_err(refused)?;
    let (added, removed) = (without(&wanted, &before), without(&before, &wanted));
    let members = Members { added_users: &added, removed_users: &removed, ..Members::default() };
    crate::events::membership(&tx, organization, members).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a member.
pub async fn remove(tenant: &Tenant, organization: &str, user: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, organization, user).await? {
        return Err(Error::NotFound);
    }
    let removed = [user.to_owned()];
    crate::events::membership(&tx, organization, Members { removed_users: &removed, ..Members::default() }).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives every role to every member.
pub async fn give_roles(tenant: &Tenant, organization: &str, input: GiveUsersRoles) -> Result<()> {
    let (users, roles) = (texts(input.user_ids), texts(input.organization_role_ids));
    let tx = tenant.begin().await?;
    stored::roles::add(&tx, organization, &users, &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}
