//! Domains whose new users join by themselves.

use avouch_model::organizations::JitEmailDomain;

use crate::relation::{Existing, Link};
use crate::row::{Columns as _, columns};
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx};

columns!(JitEmailDomain { tenant_id: "tenant_id", organization_id: "organization_id", email_domain: "email_domain" });

const DOMAINS: Link =
    Link { table: "organization_jit_email_domains", parent: "organization_id", child: "email_domain" };

/// The domains of an organization.
pub async fn list(db: &impl Read, organization: &str, page: Option<Page>) -> Result<Listing<JitEmailDomain>> {
    let mut from = Sql::new("from organization_jit_email_domains d where d.tenant_id = $1");
    from.push_with(" and d.organization_id = {}", organization);
    db.list(JitEmailDomain::columns("d"), from, "d.email_domain", page).await
}

/// Adds a domain.
pub async fn add(tx: &Tx, organization: &str, domain: &str) -> Result<()> {
    DOMAINS.add(tx, organization, &[domain.to_owned()], Existing::Refuse).await
}

/// Makes these the domains.
pub async fn replace(tx: &Tx, organization: &str, domains: &[String]) -> Result<()> {
    DOMAINS.replace(tx, organization, domains).await
}

/// Removes a domain; answers whether it was there.
pub async fn remove(tx: &Tx, organization: &str, domain: &str) -> Result<bool> {
    DOMAINS.remove(tx, organization, domain).await
}

/// The organizations that people of a domain join by themselves.
pub async fn organizations(db: &impl Read, domain: &str) -> Result<Vec<String>> {
    let sql = "select organization_id from organization_jit_email_domains \
               where tenant_id = $1 and lower(email_domain) = $2 order by organization_id limit 1000";
    let rows: Vec<(String,)> = db.fetch(sql.into(), crate::params![domain]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
