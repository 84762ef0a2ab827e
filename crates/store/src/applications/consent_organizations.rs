//! Organizations that a user lets a third-party application act for.

use avouch_model::organizations::Organization;

use crate::row::Columns as _;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx, params};

/// The organizations, by name.
pub async fn list(db: &impl Read, application: &str, user: &str, page: Option<Page>) -> Result<Listing<Organization>> {
    let mut from = Sql::new(
        "from organizations o join application_user_consent_organizations c \
         on c.tenant_id = o.tenant_id and c.organization_id = o.id where o.tenant_id = $1",
    );
    from.push_with(" and c.application_id = {}", application);
    from.push_with(" and c.user_id = {}", user);
    db.list(Organization::columns("o"), from, "o.name, o.id", page).await
}

/// Adds organizations; those that are there already stay.
pub async fn add(tx: &Tx, application: &str, user: &str, organizations: &[String]) -> Result<()> {
    for organizations in organizations.chunks(500) {
        let mut sql = Sql::new(
            "insert into application_user_consent_organizations (tenant_id, application_id, user_id, organization_id) values ",
        );
        let (application, user) = (sql.bind(application), sql.bind(user));
        for (at, organization) in organizations.iter().enumerate() {
            let organization = sql.bind(organization);
            let comma = if at > 0 { ", " } else { "" };
            sql.push(&format!("{comma}($1, ${application}, ${user}, ${organization})"));
        }
        sql.push(" on conflict do nothing");
        tx.run(sql).await?;
    }
    Ok(())
}

/// Removes all organizations.
pub async fn clear(tx: &Tx, application: &str, user: &str) -> Result<()> {
    let sql = "delete from application_user_consent_organizations \
               where tenant_id = $1 and application_id = $2 and user_id = $3";
    tx.execute(sql.into(), params![application, user]).await.map(drop)
}

/// Removes an organization; answers whether it was there.
pub async fn remove(tx: &Tx, application: &str, user: &str, organization: &str) -> Result<bool> {
    let sql = "delete from application_user_consent_organizations \
               where tenant_id = $1 and application_id = $2 and user_id = $3 and organization_id = $4";
    Ok(tx.execute(sql.into(), params![application, user, organization]).await? > 0)
}
