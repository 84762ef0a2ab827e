//! Scopes of API resources that a role grants.

use avouch_model::resources::Scope;

use crate::relation::{Existing, Link};
use crate::row::Columns as _;
use crate::sql::{Listing, Page, Sql};
use crate::{Read, Result, Tx};

const LINK: Link =
    Link { table: "organization_role_resource_scope_relations", parent: "organization_role_id", child: "scope_id" };

/// The scopes of one role.
pub async fn list(db: &impl Read, role: &str, page: Option<Page>) -> Result<Listing<Scope>> {
    let mut from = Sql::new(
        "from scopes s join organization_role_resource_scope_relations l \
         on l.tenant_id = s.tenant_id and l.scope_id = s.id where s.tenant_id = $1",
    );
    from.push_with(" and l.organization_role_id = {}", role);
    db.list(Scope::columns("s"), from, "s.name, s.id", page).await
}

/// Adds scopes; those that are there already stay.
pub async fn add(tx: &Tx, role: &str, scopes: &[String]) -> Result<()> {
    LINK.add(tx, role, scopes, Existing::Keep).await
}

/// Makes these the scopes.
pub async fn replace(tx: &Tx, role: &str, scopes: &[String]) -> Result<()> {
    LINK.replace(tx, role, scopes).await
}

/// Removes a scope; answers whether it was there.
pub async fn remove(tx: &Tx, role: &str, scope: &str) -> Result<bool> {
    LINK.remove(tx, role, scope).await
}
