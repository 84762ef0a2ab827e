//! The one nameless secret that applications had before secrets had names.

use avouch_model::applications::Application;
use avouch_store::applications::INTERNAL_SECRET;
use avouch_store::{Tenant, Value};

use crate::{Error, Result, ids};

/// Replaces it with a hidden one that nobody knows.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<Application> {
    let tx = tenant.begin().await?;
    let application = super::existing(&tx, id).await?;
    if application.secret.is_none() {
        return Err(Error::NoLegacySecret);
    }
    let hidden = Value::from(format!("{INTERNAL_SECRET}{}", ids::secret()));
    avouch_store::applications::update(&tx, &application.id, vec![("secret", hidden)]).await?;
    let updated = super::existing(&tx, id).await?;
    tx.commit().await?;
    Ok(updated)
}
