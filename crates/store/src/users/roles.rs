//! Roles of users.

use avouch_model::roles::{INTERNAL_PREFIX, Role};
use avouch_model::{RoleId, UserId};

use crate::relation::{self, Existing};
use crate::row::Columns as _;
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params, scope};

/// The roles of a user, by name, without internal ones.
pub async fn list(db: &impl Read, user: &str, search: &Search, page: Option<Page>) -> Result<Listing<Role>> {
    let mut from = Sql::new(
        "from roles r join users_roles h on h.tenant_id = r.tenant_id and h.role_id = r.id where r.tenant_id = $1",
    );
    from.push_with(" and h.user_id = {}", user);
    from.push_with(" and r.name not like {}", format!("{INTERNAL_PREFIX}%"));
    search.apply(&mut from, "r", scope::dialect(db));
    db.list(Role::columns("r"), from, "r.name, r.id", page).await
}

/// Identifiers of the roles that a user holds.
pub async fn ids(db: &impl Read, user: &str) -> Result<Vec<RoleId>> {
    let sql = "select role_id from users_roles where tenant_id = $1 and user_id = $2 order by role_id";
    Ok(db.fetch::<(RoleId,)>(sql.into(), params![user]).await?.into_iter().map(|(id,)| id).collect())
}

/// Names of the roles of a user.
pub async fn names(db: &impl Read, user: &str) -> Result<Vec<String>> {
    let sql = "select r.name from users_roles u join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id \
               where u.tenant_id = $1 and u.user_id = $2";
    Ok(db.fetch::<(String,)>(sql.into(), params![user]).await?.into_iter().map(|(name,)| name).collect())
}

/// Identifiers of the roles that new users get.
pub async fn defaults(db: &impl Read) -> Result<Vec<RoleId>> {
    let sql = "select id from roles where tenant_id = $1 and is_default = true and type = 'User' order by id";
    Ok(db.fetch::<(RoleId,)>(sql.into(), Vec::new()).await?.into_iter().map(|(id,)| id).collect())
}

/// Gives roles to a user; those held already stay.
pub async fn add(tx: &Tx, user: &UserId, roles: &[RoleId]) -> Result<()> {
    let pairs = roles.iter().map(|role| (user.as_str(), role.as_str()));
    relation::insert(tx, "users_roles", ["user_id", "role_id"], pairs, Existing::Keep).await
}

/// Takes roles from a user; answers how many were held.
pub async fn remove(tx: &Tx, user: &str, roles: &[RoleId]) -> Result<u64> {
    let sql = "delete from users_roles where tenant_id = $1 and user_id = $2 and role_id = any($3)";
    tx.execute(sql.into(), vec![user.into(), crate::texts(roles.iter().map(RoleId::as_str))]).await
}
