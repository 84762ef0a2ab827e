//! What ID tokens carry beyond the usual.

use avouch_model::configs::IdTokenConfig;
use avouch_store::{Tenant, configs as stored};
use serde_json::json;

use crate::{Error, Result};

/// What they carry.
pub async fn get(tenant: &Tenant) -> Result<IdTokenConfig> {
    stored::get(tenant, stored::ID_TOKEN).await?.ok_or(Error::NotFound)
}

/// Sets what they carry.
pub async fn replace(tenant: &Tenant, config: IdTokenConfig) -> Result<IdTokenConfig> {
    let tx = tenant.begin().await?;
    stored::set_id_token(&tx, &json!(config)).await?;
    tx.commit().await?;
    Ok(config)
}
