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

use super::relations::{once_each, refused, texts};
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
    let before = stored::ids(&tx, organization).await?;
    stored::add(&tx, organization, &users).await.map_err(refused)?;
    tell(&tx, organization, &before).await?;
    tx.commit().await?;
    Ok(AddedUsers { user_ids: users.into_iter().map(UserId::new).collect() })
}

/// Makes these users the members; those who stay keep their roles.
pub async fn replace(tenant: &Tenant, organization: &str, input: ReplaceUsers) -> Result<()> {
    let tx = tenant.begin().await?;
    super::get(&tx, organization).await?;
    let before = stored::ids(&tx, organization).await?;
    stored::replace(&tx, organization, &once_each(input.user_ids)?).await.map_err(refused)?;
    tell(&tx, organization, &before).await?;
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

/// Tells who is a member now and was not before, and the other way round.
pub(crate) async fn tell(tx: &Tx, organization: &str, before: &[String]) -> Result<()> {
    let after = stored::ids(tx, organization).await?;
    let without = |list: &[String], other: &[String]| -> Vec<String> {
        list.iter().filter(|id| !other.contains(id)).cloned().collect()
    };
    let (added, removed) = (without(&after, before), without(before, &after));
    let members = Members { added_users: &added, removed_users: &removed, ..Members::default() };
    crate::events::membership(tx, organization, members).await
}

/// Gives every role to every member.
pub async fn give_roles(tenant: &Tenant, organization: &str, input: GiveUsersRoles) -> Result<()> {
    let (users, roles) = (texts(input.user_ids), texts(input.organization_role_ids));
    let tx = tenant.begin().await?;
    stored::roles::add(&tx, organization, &users, &roles).await.map_err(refused)?;
    tx.commit().await?;
    Ok(())
}
