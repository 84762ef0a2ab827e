//! Applications that hold a role.

use avouch_model::applications::Application;
use avouch_model::{ApplicationId, RoleId};

use crate::applications::changed;
use crate::relation::{self, Existing};
use crate::row::Columns as _;
use crate::search::Search;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params, scope};

/// The applications that hold a role, newest first.
pub async fn list(db: &impl Read, role: &str, search: &Search, page: Option<Page>) -> Result<Listing<Application>> {
    let mut from = Sql::new(
        "from applications a join applications_roles h on h.tenant_id = a.tenant_id and h.application_id = a.id \
         where a.tenant_id = $1",
    );
    from.push_with(" and h.role_id = {}", role);
    search.apply(&mut from, "a", scope::dialect(db));
    db.list(Application::columns("a"), from, "a.created_at desc, a.id desc", page).await
}

/// Which of several applications hold a role.
pub async fn holders(db: &impl Read, role: &str, applications: &[String]) -> Result<Vec<ApplicationId>> {
    let sql = "select application_id from applications_roles \
               where tenant_id = $1 and role_id = $2 and application_id = any($3) order by application_id";
    let rows = db.fetch::<(ApplicationId,)>(sql.into(), params![role, applications.to_vec()]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Gives a role to applications that do not hold it.
pub async fn add(tx: &Tx, role: &RoleId, applications: &[String]) -> Result<()> {
    for application in applications {
        changed(tx, &ApplicationId::new(application.as_str()));
    }
    let pairs = applications.iter().map(|application| (application.as_str(), role.as_str()));
    relation::insert(tx, "applications_roles", ["application_id", "role_id"], pairs, Existing::Refuse).await
}

/// Takes a role from an application; answers whether it held it.
pub async fn remove(tx: &Tx, role: &str, application: &ApplicationId) -> Result<bool> {
    let sql = "delete from applications_roles where tenant_id = $1 and role_id = $2 and application_id = $3";
    changed(tx, application);
    Ok(tx.execute(sql.into(), params![role, application]).await? > 0)
}
