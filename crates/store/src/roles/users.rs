//! Users who hold a role.

use avouch_model::users::UserProfile;
use avouch_model::{RoleId, UserId};

use crate::relation::{self, Existing};
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params, scope};

/// The users who hold a role, newest first.
pub async fn list(db: &impl Read, role: &str, search: &Search, page: Option<Page>) -> Result<Listing<UserProfile>> {
    let mut from = Sql::new(
        "from users u join users_roles h on h.tenant_id = u.tenant_id and h.user_id = u.id where u.tenant_id = $1",
    );
    from.push_with(" and h.role_id = {}", role);
    search.apply(&mut from, "u", scope::dialect(db));
    db.list(crate::users::profile_columns("u"), from, "u.created_at desc, u.id desc", page).await
}

/// Which of several users hold a role.
pub async fn holders(db: &impl Read, role: &str, users: &[String]) -> Result<Vec<UserId>> {
    let sql =
        "select user_id from users_roles where tenant_id = $1 and role_id = $2 and user_id = any($3) order by user_id";
    Ok(db.fetch::<(UserId,)>(sql.into(), params![role, users.to_vec()]).await?.into_iter().map(|(id,)| id).collect())
}

/// Gives a role to users who do not hold it.
pub async fn add(tx: &Tx, role: &RoleId, users: &[String]) -> Result<()> {
    let pairs = users.iter().map(|user| (user.as_str(), role.as_str()));
    relation::insert(tx, "users_roles", ["user_id", "role_id"], pairs, Existing::Refuse).await
}

/// Takes a role from a user; answers whether the user held it.
pub async fn remove(tx: &Tx, role: &str, user: &str) -> Result<bool> {
    let sql = "delete from users_roles where tenant_id = $1 and role_id = $2 and user_id = $3";
    Ok(tx.execute(sql.into(), params![role, user]).await? > 0)
}
