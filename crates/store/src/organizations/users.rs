//! Users who are members of an organization.

pub mod roles;
pub mod scopes;

use avouch_model::organizations::{Organization, OrganizationWithRoles, UserMember};
use avouch_model::users::UserInfo;

use super::{Roles, USERS};
use crate::relation::Existing;
use crate::row::Columns as _;
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params, scope};

/// The members of an organization with their roles, newest users first; only those with a role where one is given.
pub async fn list(
    db: &impl Read,
    organization: &str,
    role: Option<&str>,
    search: &Search,
    page: Option<Page>,
) -> Result<Listing<UserMember>> {
    let mut from = Sql::new(
        "from users u join organization_user_relations m on m.tenant_id = u.tenant_id and m.user_id = u.id \
         where u.tenant_id = $1",
    );
    from.push_with(" and m.organization_id = {}", organization);
    if let Some(role) = role {
        from.push_with(
            " and exists (select 1 from organization_role_user_relations h where h.tenant_id = $1 \
             and h.organization_id = m.organization_id and h.user_id = u.id and h.organization_role_id = {})",
            role,
        );
    }
    search.apply(&mut from, "u", scope::dialect(db));
    let users = db.list::<UserInfo>(UserInfo::columns("u"), from, "u.created_at desc, u.id desc", page).await?;
    let ids = crate::texts(users.rows.iter().map(|user| user.id.as_str()));
    let sql = "select h.user_id, r.id, r.name from organization_role_user_relations h \
               join organization_roles r on r.tenant_id = h.tenant_id and r.id = h.organization_role_id \
               where h.tenant_id = $1 and h.organization_id = $2 and h.user_id = any($3) order by r.name, r.id";
    let roles = Roles::read(db, sql.to_owned(), vec![organization.into(), ids]).await?;
    Ok(users.map(|user| UserMember { organization_roles: roles.of(user.id.as_str()), user }))
}

/// The organizations that a user is a member of, with the user's roles there.
pub async fn organizations(db: &impl Read, user: &str) -> Result<Vec<OrganizationWithRoles>> {
    let sql = format!(
        "select {} from organizations o join organization_user_relations m \
         on m.tenant_id = o.tenant_id and m.organization_id = o.id \
         where o.tenant_id = $1 and m.user_id = $2 order by o.name, o.id",
        Organization::columns("o")
    );
    let organizations = db.fetch::<Organization>(sql.into(), params![user]).await?;
    let sql = "select h.organization_id, r.id, r.name from organization_role_user_relations h \
               join organization_roles r on r.tenant_id = h.tenant_id and r.id = h.organization_role_id \
               where h.tenant_id = $1 and h.user_id = $2 order by r.name, r.id";
    let roles = Roles::read(db, sql.to_owned(), params![user]).await?;
    let with_roles = |organization: Organization| OrganizationWithRoles {
        organization_roles: roles.of(organization.id.as_str()),
        organization,
    };
    Ok(organizations.into_iter().map(with_roles).collect())
}

/// Whether a user is a member of an organization.
pub async fn is_member(db: &impl Read, organization: &str, user: &str) -> Result<bool> {
    let sql = "select 1::bigint from organization_user_relations \
               where tenant_id = $1 and organization_id = $2 and user_id = $3";
    db.exists(sql, params![organization, user]).await
}

/// Which of several organizations a user is a member of.
pub async fn memberships(db: &impl Read, user: &str, organizations: &[String]) -> Result<Vec<String>> {
    let sql = "select organization_id from organization_user_relations \
               where tenant_id = $1 and user_id = $2 and organization_id = any($3)";
    let rows = db.fetch::<(String,)>(sql.into(), params![user, organizations.to_vec()]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Identifiers of all members.
pub async fn ids(db: &impl Read, organization: &str) -> Result<Vec<String>> {
    USERS.children(db, organization).await
}

/// Those of several users that are members.
pub async fn among(db: &impl Read, organization: &str, users: &[String]) -> Result<Vec<String>> {
    USERS.among(db, organization, users).await
}

/// Adds members; those who are members already stay as they are.
pub async fn add(tx: &Tx, organization: &str, users: &[String]) -> Result<()> {
    USERS.add(tx, organization, users, Existing::Keep).await
}

/// Makes these users the members; those who stay keep their roles.
pub async fn replace(tx: &Tx, organization: &str, users: &[String]) -> Result<()> {
    USERS.replace(tx, organization, users).await
}

/// Removes a member; answers whether the user was one.
pub async fn remove(tx: &Tx, organization: &str, user: &str) -> Result<bool> {
    USERS.remove(tx, organization, user).await
}

/// Whether a user is a member of an organization whose members need a second factor.
pub async fn needs_mfa(db: &impl Read, user: &str) -> Result<bool> {
    let sql = "select 1::bigint from organization_user_relations m join organizations o \
               on o.tenant_id = m.tenant_id and o.id = m.organization_id \
               where m.tenant_id = $1 and m.user_id = $2 and o.is_mfa_required limit 1";
    db.exists(sql, params![user]).await
}
