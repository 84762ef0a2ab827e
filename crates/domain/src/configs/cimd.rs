//! Whether clients may be known by the address of a document about them.

use avouch_model::configs::{CimdConfig, UpdateCimdConfig};
use avouch_store::{Read, Tenant, configs as stored};

use crate::{Error, Result};

/// Whether they may.
pub async fn get(db: &impl Read) -> Result<CimdConfig> {
    Ok(CimdConfig { enabled: stored::cimd(db).await? })
}

/// Sets it. Documents are fetched from wherever strangers say, so not where that could be a private address.
pub async fn update(tenant: &Tenant, input: &UpdateCimdConfig, is_guarded: bool) -> Result<CimdConfig> {
    if input.enabled == Some(true) && !is_guarded {
        let details = "requests to private addresses are allowed; set OUTBOUND_PUBLIC_ONLY first".to_owned();
        return Err(Error::UnprocessableInput { details });
    }
    let tx = tenant.begin().await?;
    if let Some(enabled) = input.enabled {
        stored::set_cimd(&tx, enabled).await?;
    }
    let config = get(&tx).await?;
    tx.commit().await?;
    Ok(config)
}
