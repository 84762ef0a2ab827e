//! Roles of machine-to-machine applications.

use avouch_model::roles::{INTERNAL_PREFIX, Role};
use avouch_model::{ApplicationId, RoleId};

use super::changed;
use crate::relation::{self, Existing};
use crate::row::Columns as _;
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params, scope};

/// The roles of an application, without internal ones.
pub async fn list(db: &impl Read, application: &str, search: &Search, page: Option<Page>) -> Result<Listing<Role>> {
    let mut from = Sql::new(
        "from roles r join applications_roles h on h.tenant_id = r.tenant_id and h.role_id = r.id where r.tenant_id = $1",
    );
    from.push_with(" and h.application_id = {}", application);
    from.push_with(" and r.name not like {}", format!("{INTERNAL_PREFIX}%"));
    search.apply(&mut from, "r", scope::dialect(db));
    db.list(Role::columns("r"), from, "r.name, r.id", page).await
}

/// Identifiers of all roles of an application, internal ones too.
pub async fn ids(db: &impl Read, application: &str) -> Result<Vec<RoleId>> {
    let sql = "select role_id from applications_roles where tenant_id = $1 and application_id = $2 order by role_id";
    Ok(db.fetch::<(RoleId,)>(sql.into(), params![application]).await?.into_iter().map(|(id,)| id).collect())
}

/// Gives roles; giving one twice is the same as once.
pub async fn add(tx: &Tx, application: &ApplicationId, roles: &[RoleId]) -> Result<()> {
    changed(tx, application);
    let pairs = roles.iter().map(|role| (application.as_str(), role.as_str()));
    relation::insert(tx, "applications_roles", ["application_id", "role_id"], pairs, Existing::Keep).await
}

/// Takes roles away; answers how many were held.
pub async fn remove(tx: &Tx, application: &ApplicationId, roles: &[RoleId]) -> Result<u64> {
    let sql = "delete from applications_roles where tenant_id = $1 and application_id = $2 and role_id = any($3)";
    changed(tx, application);
    tx.execute(sql.into(), params![application, crate::texts(roles.iter().map(RoleId::as_str))]).await
}

/// Whether an application holds the role of this name.
pub async fn holds(db: &impl Read, application: &str, role_name: &str) -> Result<bool> {
    db.exists(
        "select 1::bigint from applications_roles h join roles r on r.tenant_id = h.tenant_id and r.id = h.role_id \
         where h.tenant_id = $1 and h.application_id = $2 and r.name = $3",
        params![application, role_name],
    )
    .await
}
