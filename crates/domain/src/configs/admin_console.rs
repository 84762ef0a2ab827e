//! What the console remembers of a tenant.

use avouch_model::configs::{AdminConsoleConfig, UpdateAdminConsoleConfig};
use avouch_store::{Read, Tenant, configs as stored};
use serde_json::json;

use crate::{Error, Result};

/// What it remembers.
pub async fn get(db: &impl Read) -> Result<AdminConsoleConfig> {
    stored::get(db, stored::ADMIN_CONSOLE).await?.ok_or(Error::NotFound)
}

/// Changes what it remembers, member by member.
pub async fn update(tenant: &Tenant, input: UpdateAdminConsoleConfig) -> Result<AdminConsoleConfig> {
    let UpdateAdminConsoleConfig {
        sign_in_experience_customized,
        organization_created,
        development_tenant_migration_notification,
        checked_charge_notification,
    } = input;
    let tx = tenant.begin().await?;
    let kept = get(&tx).await?;
    let config = AdminConsoleConfig {
        sign_in_experience_customized: sign_in_experience_customized.unwrap_or(kept.sign_in_experience_customized),
        organization_created: organization_created.unwrap_or(kept.organization_created),
        development_tenant_migration_notification: development_tenant_migration_notification
            .or(kept.development_tenant_migration_notification),
        checked_charge_notification: checked_charge_notification.or(kept.checked_charge_notification),
    };
    stored::set(&tx, stored::ADMIN_CONSOLE, &json!(config)).await?;
    tx.commit().await?;
    Ok(config)
}
