//! Suspension: the user cannot sign in, and what was issued works no more.

use avouch_model::hooks::HookEvent;
use avouch_model::users::UserProfile;
use avouch_model::users::requests::Suspension;
use avouch_store::Tenant;

use crate::{Error, Result};

/// Suspends a user, or lets the user in again.
pub async fn update(tenant: &Tenant, id: &str, input: Suspension) -> Result<UserProfile> {
    let tx = tenant.begin().await?;
    if !avouch_store::users::update(&tx, id, vec![("is_suspended", input.is_suspended.into())]).await? {
        return Err(Error::NotFound);
    }
    if input.is_suspended {
        avouch_store::oidc_model_instances::revoke_user(&tx, id).await?;
        super::trusted_devices::delete_all(&tx, id).await?;
    }
    let profile = super::profile_of(&tx, id).await?;
    crate::events::changed(&tx, HookEvent::UserSuspensionStatusUpdated, 200, Some(serde_json::json!(profile))).await?;
    tx.commit().await?;
    Ok(profile)
}
