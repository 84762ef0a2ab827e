//! Attempts to prove who one is.

use avouch_model::Timestamp;
use avouch_model::sentinel_activities::Targets;
use avouch_store::Tenant;
use avouch_store::sentinel_activities as stored;

use crate::Result;
use crate::sentinel::hashed;

/// Attempts count for this long, in milliseconds.
const WINDOW: i64 = 3_600_000;

/// Forgets the attempts on someone, and with them that they were locked out.
pub async fn delete(tenant: &Tenant, input: &Targets) -> Result<()> {
    let since = Timestamp::from_millis(tenant.now().millis() - WINDOW);
    let targets: Vec<String> = input.targets.iter().map(|target| hashed(target)).collect();
    let tx = tenant.begin().await?;
    stored::delete(&tx, input.target_type.as_str(), &targets, since).await?;
    tx.commit().await?;
    Ok(())
}
