//! Roles that those who join by themselves get.

use avouch_model::organization_roles::OrganizationRole;

use crate::relation::{Existing, Link};
use crate::row::Columns as _;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx};

const LINK: Link = Link { table: "organization_jit_roles", parent: "organization_id", child: "organization_role_id" };

/// The roles of one organization.
pub async fn list(db: &impl Read, organization: &str, page: Option<Page>) -> Result<Listing<OrganizationRole>> {
    let mut from = Sql::new(
        "from organization_roles r join organization_jit_roles l \
         on l.tenant_id = r.tenant_id and l.organization_role_id = r.id where r.tenant_id = $1",
    );
    from.push_with(" and l.organization_id = {}", organization);
    db.list(OrganizationRole::columns("r"), from, "r.name, r.id", page).await
}

/// Adds roles; those that are there already stay.
pub async fn add(tx: &Tx, organization: &str, roles: &[String]) -> Result<()> {
    LINK.add(tx, organization, roles, Existing::Keep).await
}

/// Makes these the roles.
pub async fn replace(tx: &Tx, organization: &str, roles: &[String]) -> Result<()> {
    LINK.replace(tx, organization, roles).await
}

/// Removes a role; answers whether it was there.
pub async fn remove(tx: &Tx, organization: &str, role: &str) -> Result<bool> {
    LINK.remove(tx, organization, role).await
}

/// Identifiers of the roles for users of one organization.
pub async fn ids(db: &impl Read, organization: &str) -> Result<Vec<String>> {
    let sql = "select l.organization_role_id from organization_jit_roles l join organization_roles r \
               on r.tenant_id = l.tenant_id and r.id = l.organization_role_id \
               where l.tenant_id = $1 and l.organization_id = $2 and r.type = 'User'";
    let rows: Vec<(String,)> = db.fetch(sql.into(), crate::params![organization]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
