//! Enterprise connectors whose users join by themselves.

use avouch_model::sso_connectors::SsoConnector;

use crate::relation::{Existing, Link};
use crate::row::Columns as _;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx};

const LINK: Link =
    Link { table: "organization_jit_sso_connectors", parent: "organization_id", child: "sso_connector_id" };

/// The connectors of one organization.
pub async fn list(db: &impl Read, organization: &str, page: Option<Page>) -> Result<Listing<SsoConnector>> {
    let mut from = Sql::new(
        "from sso_connectors c join organization_jit_sso_connectors l \
         on l.tenant_id = c.tenant_id and l.sso_connector_id = c.id where c.tenant_id = $1",
    );
    from.push_with(" and l.organization_id = {}", organization);
    db.list(SsoConnector::columns("c"), from, "c.connector_name, c.id", page).await
}

/// Adds connectors; those that are there already stay.
pub async fn add(tx: &Tx, organization: &str, connectors: &[String]) -> Result<()> {
    LINK.add(tx, organization, connectors, Existing::Keep).await
}

/// Makes these the connectors.
pub async fn replace(tx: &Tx, organization: &str, connectors: &[String]) -> Result<()> {
    LINK.replace(tx, organization, connectors).await
}

/// Removes a connector; answers whether it was there.
pub async fn remove(tx: &Tx, organization: &str, connector: &str) -> Result<bool> {
    LINK.remove(tx, organization, connector).await
}

/// The organizations that people of a connector join by themselves.
pub async fn organizations(db: &impl Read, connector: &str) -> Result<Vec<String>> {
    let sql = "select organization_id from organization_jit_sso_connectors \
               where tenant_id = $1 and sso_connector_id = $2 order by organization_id limit 1000";
    let rows: Vec<(String,)> = db.fetch(sql.into(), crate::params![connector]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
