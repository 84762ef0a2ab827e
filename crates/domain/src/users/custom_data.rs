//! What the owner keeps with a user.

use avouch_model::Json;
use avouch_model::hooks::HookEvent;
use avouch_model::users::requests::CustomDataChange;
use avouch_store::Tenant;
use serde_json::json;

use crate::Result;

/// The custom data of a user.
pub async fn get(tenant: &Tenant, id: &str) -> Result<Json> {
    Ok(super::info(tenant, id).await?.custom_data)
}

/// Merges members into it; answers all of it.
pub async fn update(tenant: &Tenant, id: &str, input: CustomDataChange) -> Result<Json> {
    let tx = tenant.begin().await?;
    let mut data = super::info(&tx, id).await?.custom_data.object().unwrap_or_default();
    data.extend(input.custom_data);
    avouch_store::users::update(&tx, id, vec![("custom_data", (&data).into())]).await?;
    crate::events::changed(&tx, HookEvent::UserDataUpdated, 200, Some(serde_json::json!(data))).await?;
    tx.commit().await?;
    Ok(Json::from(&json!(data)))
}
