//! Users who hold a role.

use avouch_model::RoleType;
use avouch_model::roles::RoleUsers;
use avouch_model::users::UserProfile;
use avouch_store::roles::users as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Tenant};

use super::{distinct, get, own};
use crate::{Error, Result};

/// The users who hold a role, newest first.
pub async fn list(tenant: &Tenant, role: &str, search: &Search, page: Option<Page>) -> Result<Listing<UserProfile>> {
    get(tenant, role).await?;
    Ok(stored::list(tenant, role, search, page).await?)
}

/// Gives a role to users who do not hold it.
pub async fn add(tenant: &Tenant, role: &str, input: RoleUsers) -> Result<()> {
    let tx = tenant.begin().await?;
    let role = own(&tx, role).await?;
    let users = distinct(input.user_ids.into_iter().map(Into::into).collect());
    if let Some(holder) = stored::holders(&tx, role.id.as_str(), &users).await?.first() {
        return Err(Error::RoleUserExists { id: holder.to_string() });
    }
    if avouch_store::users::existing(&tx, &users).await?.len() < users.len() {
        return Err(Error::NotFound);
    }
    if role.r#type != RoleType::User {
        return Err(Error::ConstraintViolated);
    }
    stored::add(&tx, &role.id, &users).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a role from a user.
pub async fn remove(tenant: &Tenant, role: &str, user: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    own(&tx, role).await?;
    if !stored::remove(&tx, role, user).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
