//! Scopes that clients without a row of ours may ask users for.

use avouch_model::applications::consent::{AddConsentScopes, ConsentScopeKind, ConsentScopes};
use avouch_store::Tenant;
use avouch_store::cimd::user_consent_scopes as stored;

use crate::applications::user_consent_scopes::checked;
use crate::{Error, Result};

/// The scopes.
pub async fn get(tenant: &Tenant) -> Result<ConsentScopes> {
    Ok(stored::get(tenant).await?)
}

/// Adds scopes.
pub async fn add(tenant: &Tenant, input: AddConsentScopes) -> Result<()> {
    let tx = tenant.begin().await?;
    for (kind, scopes) in checked(&tx, input).await? {
        stored::add(&tx, kind, &scopes).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a scope back.
pub async fn remove(tenant: &Tenant, kind: ConsentScopeKind, scope: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::remove(&tx, kind, scope).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
