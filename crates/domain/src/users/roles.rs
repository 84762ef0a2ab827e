//! Roles of users.

use avouch_model::applications::AddedRoles;
use avouch_model::roles::Role;
use avouch_model::users::answers::ReplacedRoles;
use avouch_model::users::requests::UserRoles;
use avouch_model::{RoleId, RoleType};
use avouch_store::search::Search;
use avouch_store::users::roles as stored;
use avouch_store::{Listing, Page, Tenant};

use crate::{Error, Result, roles};

/// The roles of a user.
pub async fn list(tenant: &Tenant, user: &str, search: &Search, page: Option<Page>) -> Result<Listing<Role>> {
    super::info(tenant, user).await?;
    Ok(stored::list(tenant, user, search, page).await?)
}

/// Gives roles; those held already stay.
pub async fn add(tenant: &Tenant, user: &str, input: UserRoles) -> Result<AddedRoles> {
    let tx = tenant.begin().await?;
    let user = super::info(&tx, user).await?;
    let wanted = roles::all_own(&tx, input.role_ids.into_iter().map(Into::into).collect()).await?;
    if wanted.iter().any(|role| role.r#type != RoleType::User) {
        return Err(Error::InvalidUserRoleType);
    }
    let held = stored::ids(&tx, user.id.as_str()).await?;
    let role_ids: Vec<RoleId> = wanted.into_iter().map(|role| role.id).collect();
    let added_role_ids: Vec<RoleId> = role_ids.iter().filter(|role| !held.contains(role)).cloned().collect();
    stored::add(&tx, &user.id, &added_role_ids).await?;
    tx.commit().await?;
    Ok(AddedRoles { role_ids, added_role_ids })
}

/// Makes these the roles of a user.
pub async fn replace(tenant: &Tenant, user: &str, input: UserRoles) -> Result<ReplacedRoles> {
    let tx = tenant.begin().await?;
    let user = super::info(&tx, user).await?;
    let wanted = roles::all_own(&tx, input.role_ids.into_iter().map(Into::into).collect()).await?;
    if wanted.iter().any(|role| role.r#type != RoleType::User) {
        return Err(Error::ConstraintViolated);
    }
    let role_ids: Vec<RoleId> = wanted.into_iter().map(|role| role.id).collect();
    let shown = stored::list(&tx, user.id.as_str(), &Search::default(), None).await?.rows;
    let gone: Vec<RoleId> = shown.into_iter().map(|role| role.id).filter(|role| !role_ids.contains(role)).collect();
    stored::remove(&tx, user.id.as_str(), &gone).await?;
    stored::add(&tx, &user.id, &role_ids).await?;
    tx.commit().await?;
    Ok(ReplacedRoles { role_ids })
}

/// Takes a role away.
pub async fn remove(tenant: &Tenant, user: &str, role: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    roles::refuse_taking_internal(&tx, role).await?;
    if stored::remove(&tx, user, &[RoleId::new(role)]).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
