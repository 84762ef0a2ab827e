//! Secrets of users at other services.

use avouch_store::{Tenant, secrets as stored};

use crate::{Error, Result};

/// Removes a secret.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
