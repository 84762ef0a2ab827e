//! Scopes that roles grant.

use avouch_model::hooks::HookEvent;
use avouch_model::resources::{Scope, ScopeWithResource, is_management_indicator};
use avouch_model::roles::{Role, RoleScopes};
use avouch_model::{RoleId, RoleType, ScopeId};
use avouch_store::roles::scopes as stored;
use avouch_store::search::Search;
use avouch_store::{Listing, Page, Tenant, Tx};

use super::{distinct, get, own};
use crate::{Error, Result};

/// The scopes of a role, each with its resource.
pub async fn list(
    tenant: &Tenant,
    role: &str,
    search: &Search,
    page: Option<Page>,
) -> Result<Listing<ScopeWithResource>> {
    get(tenant, role).await?;
    Ok(stored::list(tenant, role, search, page).await?)
}

/// Those scopes that may be granted to a role: all of them, or an error.
pub(super) async fn grantable(tx: &Tx, role: &Role, wanted: Vec<String>) -> Result<Vec<ScopeId>> {
    let found = avouch_store::resources::scopes::indicators(tx, &wanted).await?;
    for id in wanted {
        if !found.iter().any(|(scope, _)| scope.as_str() == id) {
            return Err(Error::NotExistsWithId { name: "scopes", id });
        }
    }
    if role.r#type == RoleType::User && found.iter().any(|(_, indicator)| is_management_indicator(indicator)) {
        return Err(Error::ManagementScopesNotForUsers);
    }
    Ok(found.into_iter().map(|(scope, _)| scope).collect())
}

/// All that a role grants.
pub(super) async fn all(tx: &Tx, role: &Role) -> Result<Vec<Scope>> {
    let all = stored::list(tx, role.id.as_str(), &Search::default(), None).await?;
    Ok(all.rows.into_iter().map(|scope| scope.scope).collect())
}

/// Grants scopes; answers all that the role grants now.
pub async fn add(tenant: &Tenant, role: &str, input: RoleScopes) -> Result<Vec<Scope>> {
    let tx = tenant.begin().await?;
    let role = own(&tx, role).await?;
    let wanted = distinct(input.scope_ids.into_iter().map(Into::into).collect());
    let held = stored::ids(&tx, role.id.as_str()).await?;
    if let Some(id) = wanted.iter().find(|id| held.iter().any(|scope| scope.as_str() == id.as_str())) {
        return Err(Error::RoleScopeExists { id: id.clone() });
    }
    let granted = grantable(&tx, &role, wanted).await?;
    stored::add(&tx, &role.id, &granted).await?;
    let all = all(&tx, &role).await?;
    crate::events::changed(&tx, HookEvent::RoleScopesUpdated, 201, Some(serde_json::json!(all))).await?;
    tx.commit().await?;
    Ok(all)
}

/// Takes a scope away.
pub async fn remove(tenant: &Tenant, role: &str, scope: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    own(&tx, role).await?;
    if !stored::remove(&tx, &RoleId::new(role), scope).await? {
        return Err(Error::NotFound);
    }
    crate::events::changed(&tx, HookEvent::RoleScopesUpdated, 204, None).await?;
    tx.commit().await?;
    Ok(())
}
